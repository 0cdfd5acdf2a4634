# Wrong inputs, each refused by the name of its variable.
mock_provider "aws" {}

variables {
  name     = "vpa"
  role     = "scanner"
  command  = ["worker", "scanner"]
  image    = "vpa:0.1.0"
  cpu      = 256
  memory   = 512
  replicas = { least = 1, most = 1 }
  secrets  = {}
  cluster  = { id = "c", name = "c", execution_role_arn = "arn:aws:iam::111122223333:role/e", task_role_arn = "arn:aws:iam::111122223333:role/t", log_group = "l" }
  network  = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
  region   = "ap-southeast-1"
}

run "the_same_inputs_without_fault_are_taken" {
  command = plan
}

run "latest" {
  command = plan
  variables {
    image = "vpa:latest"
  }
  expect_failures = [var.image]
}

run "no_tag" {
  command = plan
  variables {
    image = "vpa"
  }
  expect_failures = [var.image]
}

run "odd_cpu" {
  command = plan
  variables {
    cpu = 300
  }
  expect_failures = [var.cpu]
}

run "more_than_most" {
  command = plan
  variables {
    replicas = { least = 3, most = 1 }
  }
  expect_failures = [var.replicas]
}

run "secret_in_the_open" {
  command = plan
  variables {
    environment = { TELEGRAM_BOT_TOKEN = "1" }
  }
  expect_failures = [var.environment]
}

run "drain_longer_than_possible" {
  command = plan
  variables {
    stop_seconds = 600
  }
  expect_failures = [var.stop_seconds]
}
