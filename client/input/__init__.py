"""The customer's mouse and keyboard: moved for the agent, watched for the customer, gated between both."""
