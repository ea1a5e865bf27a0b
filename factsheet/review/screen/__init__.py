"""The widgets of review. They show the states of `desk`, turn keys and clicks into actions, and know no rule."""
