## Where Slack shows plain text: what is said of those whose name is not known.

plain-somebody = somebody
plain-some-group = a user group
plain-some-channel = a channel
