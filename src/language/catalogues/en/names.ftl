## What the choices are called.

role-commander = Incident commander
role-triage = Triage engineer
role-communications = Communications lead
role-responder = Responder

stage-detected = Detected
stage-triage = Triage
stage-escalated = Escalated
stage-mitigating = Mitigating
stage-monitoring = Monitoring
stage-ready = Ready for closure
stage-closed = Closed

recovery-scale-out = Scale-out
recovery-rollback = Rollback
recovery-hotfix = Hotfix
recovery-replacement = Replacement or failover
recovery-restart = Restart
recovery-configuration = Configuration change
recovery-other = Something else

outcome-worked = it worked
outcome-failed = it did not help
outcome-unknown = outcome not known yet

moment-occurred = Occurred
moment-detected = Detected
moment-declared = Declared
moment-announced = Announced
moment-acknowledged = Acknowledged
moment-mitigated = Mitigated
moment-resolved = Resolved
moment-closed = Closed

detection-system-alarm = System alarm
detection-business-metric = Business metric
detection-external-system = External system
detection-customer-centre = Customer centre
detection-staff = Staff

severity-sev0-name = critical
severity-sev0-help = All down, big revenue loss, legal or compliance risk. All hands, now.
severity-sev1-name = high
severity-sev1-help = Many users affected, part still works. Act at once, day or night.
severity-sev2-name = medium
severity-sev2-help = Some users, or there is a workaround. Today, in working hours.
severity-sev3-name = low
severity-sev3-help = Cosmetic, or internal only. When there is time, this week.

## Errands that could not be done: "I could not <errand>".

errand-announce = post the announcement
errand-refresh-announcement = update the announcement
errand-open-channel = make the channel
errand-post-panel = post the control panel
errand-pin-panel = pin the control panel
errand-refresh-panel = update the control panel
errand-set-topic = set the channel's topic
errand-invite-people = invite people
errand-invite-groups = invite the user groups
errand-say = post a message
errand-remind = post the reminder
errand-refresh-reminder = update the reminder
errand-unknown = do something that this version does not know
errand-read-message = put a message on the timeline
errand-upload-postmortem = upload the postmortem

obstacle-another-version = left by another version of Firebell
obstacle-no-channel = the incident has no channel
obstacle-never-ready = what it needs never came
obstacle-rate-limit = Slack allowed no more calls
obstacle-no-answer = Slack gave no clear answer
obstacle-database = the database failed
obstacle-bug = a bug in Firebell
obstacle-is-archived = the channel is archived
obstacle-channel-not-found = Slack finds no such channel, or one that I am not in
obstacle-not-in-channel = I am not in the channel
errand-brief = send the instructions for a role
errand-tell = announce the incident in a stakeholder channel
errand-heads-up = give a heads-up in private
errand-inform = post below the announcement
errand-retire-reminder = take the buttons off an old reminder
errand-retire-plea = take the button off a request for a commander
errand-retire-offer = take the button off a line about a delivery

## Who is called about an overdue update.

escalation-communications = the communications lead
escalation-owner = the owner
escalation-groups = the escalation group

review-organisation = the whole organisation
review-team = the team
