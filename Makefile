# What a developer does with this project. 'make' alone explains the targets.
MVN := mvn -B -ntp
# The GraalVM in GRAALVM_HOME, or one that is put together.
WITH_GRAALVM := home=$${GRAALVM_HOME:-$$(dev/native-image.sh)} && GRAALVM_HOME=$$home

.DEFAULT_GOAL := help
.PHONY: help setup demo test unit build native native-test format bench clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what building and testing need (tools, base image)
	dev/setup.sh

demo: ## Build and test this repository's images, with services of its own
	dev/demo.sh

test: ## Run all tests against real services
	dev/test.sh

unit: ## Run the fast tests only
	$(MVN) test

build: ## Package the program; bin/image-manager starts it
	$(MVN) -DskipTests package

native: ## Compile the native executable, target/image-manager
	$(WITH_GRAALVM) $(MVN) -DskipTests package -Dnative

native-test: ## Run all tests, the integration tests with the native executable
	$(WITH_GRAALVM) dev/test.sh -Dnative

format: ## Format the code
	$(MVN) spotless:apply

bench: ## Measure start-up and build times
	bench/run.sh

clean: ## Stop development services and remove what was built
	for state in .services/*/; do [ ! -d "$$state" ] || dev/services.sh --state "$$state" down; done
	rm -rf target dist
