# The role that a workflow takes for a few minutes; there is no long-lived key.
variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "repository" {
  description = "owner/name of the source."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.repository))
    error_message = "repository must be owner/name, without wildcards."
  }
}

variable "deployment" {
  description = "Name of the protected environment that the workflow must run in."
  type        = string
  validation {
    condition     = can(regex("^[a-z]+$", var.deployment))
    error_message = "deployment must be a name in small letters, without wildcards."
  }
}

variable "provider_arn" {
  description = "The account's OIDC provider for the workflows' tokens."
  type        = string
}

variable "registry_arn" {
  description = "Repository of images to push to."
  type        = string
}

variable "cluster_name" {
  description = "Cluster to deploy to."
  type        = string
}

variable "task_role_arns" {
  description = "Roles that tasks may get."
  type        = list(string)
}

variable "account_id" {
  description = "The account."
  type        = string
}

variable "region" {
  description = "The region."
  type        = string
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-delivery"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = var.provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:${var.repository}:environment:${var.deployment}"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "deliver"
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      {
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]
        Resource = var.registry_arn
      },
      { Effect = "Allow", Action = ["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"], Resource = "*" },
      {
        Effect   = "Allow"
        Action   = ["ecs:DescribeServices", "ecs:UpdateService"]
        Resource = "arn:aws:ecs:${var.region}:${var.account_id}:service/${var.cluster_name}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["ecs:RunTask", "ecs:DescribeTasks"]
        Resource = ["arn:aws:ecs:${var.region}:${var.account_id}:task-definition/${var.name}-migrate:*", "arn:aws:ecs:${var.region}:${var.account_id}:task/${var.cluster_name}/*"]
      },
      { Effect = "Allow", Action = "iam:PassRole", Resource = var.task_role_arns, Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } } },
    ]
  })
}

output "role_arn" {
  value = aws_iam_role.this.arn
}

output "subject" {
  value = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"]
}
