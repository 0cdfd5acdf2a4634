# Wrong inputs, each refused by the name of its variable.
mock_provider "aws" {}

variables {
  name               = "vpa"
  kubernetes_version = "1.33"
  subnet_ids         = ["subnet-1", "subnet-2"]
  key_arn            = "arn:aws:kms:ap-southeast-1:111122223333:key/1"
  admin_cidrs        = ["203.0.113.0/24"]
  admin_role_arns    = ["arn:aws:iam::111122223333:role/admin"]
  nodes              = { types = ["m7g.large"], least = 2, most = 4 }
}

run "the_same_inputs_without_fault_are_taken" {
  command = plan
}

run "old_version" {
  command = plan
  variables {
    kubernetes_version = "1.27"
  }
  expect_failures = [var.kubernetes_version]
}

run "open_to_the_world" {
  command = plan
  variables {
    admin_cidrs = ["0.0.0.0/0"]
  }
  expect_failures = [var.admin_cidrs]
}

run "one_node" {
  command = plan
  variables {
    nodes = { types = ["m7g.large"], least = 1, most = 4 }
  }
  expect_failures = [var.nodes]
}
