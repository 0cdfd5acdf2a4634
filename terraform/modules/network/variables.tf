variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "cidr" {
  description = "Address block of the VPC, a /16."
  type        = string
  validation {
    condition     = can(cidrhost(var.cidr, 0)) && endswith(var.cidr, "/16")
    error_message = "cidr must be an IPv4 block that ends with /16."
  }
}

variable "zones" {
  description = "Availability zones, at least two: the database and the load balancer need them."
  type        = list(string)
  validation {
    condition     = length(var.zones) >= 2 && length(var.zones) <= 3
    error_message = "zones must name two or three availability zones."
  }
}

variable "nat_per_zone" {
  description = "One NAT gateway in each zone, or a single one for all."
  type        = bool
}
