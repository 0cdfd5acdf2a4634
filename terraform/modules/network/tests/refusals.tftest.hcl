# Wrong inputs, each refused by the name of its variable.
mock_provider "aws" {}

variables {
  name         = "vpa"
  cidr         = "10.0.0.0/16"
  zones        = ["a", "b"]
  nat_per_zone = false
}

run "the_same_inputs_without_fault_are_taken" {
  command = plan
}

run "small_block" {
  command = plan
  variables {
    cidr = "10.0.0.0/24"
  }
  expect_failures = [var.cidr]
}

run "no_address" {
  command = plan
  variables {
    cidr = "ten"
  }
  expect_failures = [var.cidr]
}

run "one_zone" {
  command = plan
  variables {
    zones = ["a"]
  }
  expect_failures = [var.zones]
}
