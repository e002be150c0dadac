## Channels that are put away.

line-to-be-archived = :file_cabinet: This channel will be archived { $at }. Everything in it stays readable. If { $number } is not over, `{ $command } reopen` keeps it open.
line-archived-while-open = :warning: The channel of { $number } was archived, and { $number } is still open. I ask for updates here until it has a channel again: press the button or type `{ $command } reopen { $number }` for a new one. If it is over, `{ $command } resolve { $number }`, then `{ $command } close { $number }`.
line-new-channel = Make a new channel
line-moves-on = { $by } asked for a new channel for { $number }, since the one it had was archived. What was said there stays readable; { $number } goes on in the new one.
said-channel-archived = the channel was archived
said-channel-unarchived = unarchived the channel
fact-channel-archived = The channel was archived
fact-channel-unarchived = The channel was unarchived
panel-former = Earlier channel, archived
answer-reopened-elsewhere = { $number } goes on in a new channel. It is being made, and you will be invited; the earlier one is archived and stays readable.
refused-channel-archived = The channel of { $number } is archived, so nothing can be put into it. `{ $command } timeline { $number }` shows what was recorded, whoever runs Firebell can print the postmortem with `firebell export { $number }`, and `{ $command } reopen { $number }` opens a new channel.
errand-archive-channel = archive the channel
