## Private incidents.

declare-private = Private
declare-private-hint = Only who is in its channel finds it. It is announced nowhere.
announcement-private = :lock: { $number } is handled in private.
answer-private-channel-coming = It is private: nobody else hears of it. Its private channel is being made; you will be invited.
line-opened-in-private = :lock: { $number } is private. Only who is in this channel can find it; it was announced nowhere.
    Bring somebody in with `/invite @name`, or by giving them a role. Whoever leaves this channel finds it no more.
line-goes-on-in-private = :lock: { $number } is private from now on. Only who is in this channel can find it.
    Bring somebody in with `/invite @name`, or by giving them a role. Whoever leaves this channel finds it no more.
line-no-private-channel = :warning: The private channel of { $number } could not be made ({ $why }). Nothing was made public, and *nobody else knows of it yet*. Please tell whoever has to know yourself, and ask whoever runs Firebell to look at `firebell check`.
line-no-new-private-channel = :warning: The private channel of { $number } could not be made ({ $why }), so its people have none. Nobody else can find the incident any more. Please bring them together yourself, and ask whoever runs Firebell to look at `firebell check`.
postmortem-private = **Private.** Only for those who were brought into this incident.

make-private-title = Make it private
make-private-submit = Make private
make-private-does = *{ $number } gets a private channel.* Whoever declared it, whoever has a role, you, and the groups for private incidents come into it; nobody else finds it any more. Its announcement, the notices in other channels and the copies of updates say only that it is handled in private. Its channel is renamed to its number and archived.
make-private-cannot = *What cannot be taken back:* whoever has read the announcement, the notices in other channels or this channel has read them. All that was said in the channel, and the other replies below announcement and notices, stay where they are, and everybody can read them there. It cannot be made public again.
make-private-because = Why?
make-private-because-example = Personal data may have leaked
line-left-behind = :lock: { $number } is handled in private from now on. Whoever is needed comes into its private channel. What was said here stays readable to everybody; this channel is being archived.
said-made-private = made it private
fact-made-private = Made private.
refused-private-already = { $number } is private already: only who is in its channel finds it. To let somebody in, please invite them there.
errand-leave-behind = archive its earlier channel
refused-private-beside = { $number } and { $asked } cannot be linked: one of them is private, and the other one's people would read of it. `{ $command } cancel { $number } because …` calls it off without naming the other.
