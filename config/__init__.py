"""What the operator and the company decide: settings (environment), policy and worlds (YAML)."""
