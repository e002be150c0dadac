## Who may hold which role.

duties-question = :warning: { $person } is { $beside }. Whoever speaks to the stakeholders should not command or do the recovery as well: under pressure, one job leaves no time for the other. If you can, choose somebody else.
duties-take-anyway = Take it anyway
duties-give-anyway = Assign anyway
refused-duties-kept-apart = { $person } is { $beside }, and so cannot be { $role } as well: here, whoever speaks to the stakeholders neither commands nor does the recovery. Choose somebody else, or let { $person } first hand over what they have: { $ways }
duties-way-leave = `{ $command } leave { $role }`
duties-way-pass = `{ $command } role { $role } @…`
line-role-beside = { $person } is { $beside } as well.
roles-and = { $roles } and { $role }
said-role-beside = { $role }: { $person } (is { $beside } as well, although these are kept apart)
fact-role-beside = is { $beside } as well, although these are kept apart

taking-over-question = { $person } has become { $role } since this button was shown. Do you want to take over from them?
taking-over = Take over

## What the owner of a postmortem is told.

postmortem-owed = You own the postmortem of { $number } ({ $severity }): { $title }.
postmortem-found = What happened is in { $channel }; `{ $command } export { $number }` puts a draft there.
postmortem-found-alone = `{ $command } timeline { $number }` shows what was recorded.
errand-entrust-postmortem = tell somebody in private that they own the postmortem

## What a role asks of whoever has just got it: six short lines at most, the first thing first.

instructions-heading = You are now *{ $role }* of { $number } ({ $severity }): { $title }.
instructions-place = Work happens in { $channel }.
instructions-commander =
    You keep the overview and decide; let others investigate and fix.
    1. Is the severity right? `{ $command } sev { $number } sev1 because …`
    2. Get help: `{ $command } role { $number } triage @…`, and for the stakeholders `{ $command } role { $number } communications @…`
    3. Say where it stands: `{ $command } stage { $number } mitigating`
    4. Write down what you decide: `{ $command } decided { $number } … because …`
    Too tired, or called away? Hand over: `{ $command } role { $number } commander @…`
instructions-triage =
    You find out what is broken and who is affected; others fix it.
    1. Write down what customers see, since when and how many: `{ $command } note { $number } …`
    2. When did it begin? `{ $command } time { $number } occurred 14:05`
    3. Is the severity right? `{ $command } sev { $number } sev1 because …`
    4. Call whoever knows that part: `{ $command } role { $number } responder @… database`
    Done? Tell the commander, then `{ $command } leave { $number } triage`
instructions-communications =
    You speak to the stakeholders, so that the others can work.
    1. Post an update now, even if little is known: `{ $command } update { $number }`
    2. Say what customers notice: "card payments fail", not "pods restart".
    3. Promise the next update for a time that you can keep. I remind you.
    4. No news is news, too: `{ $command } nothing-new { $number }`
    Ask the commander before you say when it will be over.
instructions-responder =
    You bring the service back; the commander keeps the overview.
    1. Say where you work: `{ $command } role { $number } responder database`
    2. In the channel, say what you are about to change, then change one thing at a time.
    3. Write down each attempt, failed ones too: `{ $command } tried { $number } rollback failed …`
    Stop the damage first; the root cause can wait.
    Done, or relieved? `{ $command } leave { $number } responder`

## People who are not there any more.

line-holder-left-channel = { $person } has left this channel and is no longer { $roles }.
line-holder-deactivated = The account of { $person } was deactivated; they are no longer { $roles }.
line-owner-falls-back = Until somebody takes command, { $owner } owns { $number }.
line-holder-became-guest = { $person } is a guest now and no longer { $roles }.
line-gone-left-channel = { $person } has left this channel.
line-gone-deactivated = The account of { $person } was deactivated.
line-gone-became-guest = { $person } is a guest now.
line-command-left-to-nobody = { $by } is no longer *{ $role }*, and { $owner }, who declared { $number }, is not here any more.
line-owner-gone = <!here> Nobody is left here who owns { $number }: whoever can lead it, please take command.
owner-gone = nobody ({ $owner } has left)
said-owner-gone = Nobody owns it: { $person } is not here any more
said-owner-left-channel = Owner: { $person } left the channel
said-owner-deactivated = Owner: the account of { $person } was deactivated
said-owner-became-guest = Owner: { $person } became a guest
fact-owner-gone = Nobody owns it: { $who } is not here any more
fact-owner-left-channel = Owner: { $who } left the channel
fact-owner-deactivated = Owner: the account of { $who } was deactivated
fact-owner-became-guest = Owner: { $who } became a guest
said-role-left-channel = { $role }: { $person } left the channel
said-role-deactivated = { $role }: the account of { $person } was deactivated
said-role-became-guest = { $role }: { $person } became a guest
fact-role-left-channel = { $role }: { $who } left the channel
fact-role-deactivated = { $role }: the account of { $who } was deactivated
fact-role-became-guest = { $role }: { $who } became a guest

## Where responders work.

area-question = Where do you work? Press whatever fits. In other words: `{ $command } role { $number } responder …`
area-database = Database
area-frontend = Frontend
area-infrastructure = Infrastructure
area-security = Security

## Roles that the organisation has added.

panel-take-own = Take { $role }
panel-join-own = Join { $role }
instructions-own = Done, or handing over? `{ $command } leave { $number } { $key }`
refused-no-such-role = There is no role "{ $asked }". Choose one of: { $known }.
