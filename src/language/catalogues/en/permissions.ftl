## Who may do what.

refused-not-allowed = { $action } is reserved for { $groups }. Ask somebody in that group to do it, or to have you added to the group in Slack. If you were added just now, try again in a few seconds: I am asking Slack again.
refused-groups-unsaid = { $action } is reserved for a user group, and Slack has not told me yet who is in it. Nothing was changed. I am asking again: try once more in a minute. If it stays like this, whoever runs Firebell sees the cause with `firebell check`.
refused-nobody-allowed = { $action } is reserved for a user group that Slack does not have or that is disabled, so nobody can do it. Whoever runs Firebell can fix that under `[permissions]` in its settings; `firebell check` names the group.

action-declare = Declaring incidents
action-private = Declaring or making incidents private
action-drill = Declaring drills
action-severity = Changing the severity
action-stage = Changing the stage
action-roles = Changing who has which role
action-update = Updating the stakeholders
action-timeline = Writing on the timeline
action-resolve = Resolving incidents
action-close = Closing incidents
action-reopen = Reopening incidents
action-cancel = Cancelling and merging incidents
action-export = Exporting the postmortem
