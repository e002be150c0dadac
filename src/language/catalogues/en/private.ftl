## Private incidents.

declare-private = Private
declare-private-hint = Only people in its channel can see it. It is not announced anywhere.
announcement-private = :lock: { $number } is handled in private.
answer-private-channel-coming = It is private: nobody else is told. Its private channel is being made; you will be invited.
line-opened-in-private = :lock: { $number } is private. Only people in this channel can see it; it was not announced anywhere.
    Bring somebody in with `/invite @name`, or by giving them a role. Anyone who leaves this channel can no longer see it.
line-goes-on-in-private = :lock: { $number } is private from now on. Only people in this channel can see it.
    Bring somebody in with `/invite @name`, or by giving them a role. Anyone who leaves this channel can no longer see it.
line-no-private-channel = :warning: The private channel of { $number } could not be made ({ $why }). Nothing was made public, and *nobody else knows of it yet*. Please tell those who have to know yourself, and ask whoever runs Firebell to look at `firebell check`.
line-no-new-private-channel = :warning: The private channel of { $number } could not be made ({ $why }), so the people working on it have no channel. Nobody else can see the incident any more. Please bring them together yourself, and ask whoever runs Firebell to look at `firebell check`.
postmortem-private = **Private.** Only for those who were brought into this incident.

make-private-title = Make it private
make-private-submit = Make private
make-private-does = *{ $number } gets a private channel.* { $people } come into it; nobody else can see it any more. Its announcement, the notices in other channels and all that I said below them say only that it is handled in private.
make-private-people = Whoever declared it, whoever has a role, you, and the groups for private incidents
make-private-people-there = Whoever has a role, you, and the groups for private incidents
make-private-leaves = Its channel is renamed to its number and archived.
make-private-archived = *Archived channels stay as they are:* { $channels }. Slack lets no app change them, so their names keep the title, and what I said there stays, for everybody to read. To have that taken out, please unarchive them in Slack: I then rename them, withdraw what I said, and archive them again.
make-private-cannot = *What cannot be taken back:* whoever has read the announcement, the notices in other channels or this channel has read them. What people said in the channel, and what they replied below announcement and notices, stays where it is, and everybody can read it there. It cannot be made public again.
make-private-because = Why?
make-private-because-example = Personal data may have leaked
line-left-behind = :lock: { $number } is handled in private from now on. Whoever is needed comes into its private channel. What was said here stays readable to everybody; this channel is being archived.
said-made-private = made it private
fact-made-private = Made private.
refused-private-already = { $number } is private already: only people in its channel can see it. To let somebody in, please invite them there.
refused-retry-in-private = { $number } is private: nothing of it is posted outside its channel any more, so nothing was tried again. Please invite whoever has to know into its channel.
errand-leave-behind = clear and archive the earlier channel
errand-take-back = withdraw what was said outside the channel
refused-private-beside = { $number } and { $asked } cannot be linked: one of them is private, and the other one's people would read of it. `{ $command } cancel { $number } because …` cancels it without naming the other one.

## An incident that has become private, where others were linked with it.
cause-duplicate-private = Duplicate of a private incident
said-cancelled-beside-private = cancelled as a duplicate of a private incident
fact-cancelled-beside-private = Cancelled as a duplicate of a private incident
postmortem-cancelled-beside-private = This incident was cancelled as a duplicate of a private incident.
said-withheld = concerned a private incident
fact-withheld = Concerned a private incident
line-withheld = :lock: What stood here was about an incident that is private now.
errand-unname = take its name out of the incidents linked with it
errand-take-back-name = take the name of an incident that is private now out of this channel
