# One image for all roles; what runs is the argument: api (the default), "worker scanner", "worker relay", migrate.
# Plain instructions only, so that any builder can build it. Both bases need Node 22.17 or newer; the builder also needs npm.
ARG BASE_IMAGE=node:24-bookworm-slim
ARG BUILD_IMAGE=${BASE_IMAGE}

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY migrations migrations
COPY src src
COPY web web
RUN npm run build

# What runs needs no compilers, and no second Node: the base has one.
FROM ${BUILD_IMAGE} AS modules
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="vpa" \
      org.opencontainers.image.description="Volume-price signals of the Vietnamese stock market: GraphQL API and workers" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
    VPA_HOST=0.0.0.0 \
    VPA_DATA_DIR=/tmp/vpa \
    PORT=8000 \
    METRICS_PORT=8001
WORKDIR /app
# Everything belongs to root and is read-only for the user that runs it.
COPY LICENSE package.json ./
COPY --from=modules /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY docker/healthcheck.mjs docker/healthcheck.mjs
USER 10001:10001
EXPOSE 8000 8001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "docker/healthcheck.mjs"]
ENTRYPOINT ["node", "--enable-source-maps", "dist/src/main/cli.js"]
CMD ["api"]
