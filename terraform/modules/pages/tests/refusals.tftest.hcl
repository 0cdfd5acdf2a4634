# Wrong inputs, each refused by the name of its variable.
mock_provider "aws" {}

variables {
  name            = "vpa"
  account_id      = "111122223333"
  hosts           = ["pages.example.org"]
  certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/1"
}

run "the_same_inputs_without_fault_are_taken" {
  command = plan
}

run "certificate_of_another_region" {
  command = plan
  variables {
    certificate_arn = "arn:aws:acm:ap-southeast-1:111122223333:certificate/1"
  }
  expect_failures = [var.certificate_arn]
}
