## Channels that are put away.

line-to-be-archived = :file_cabinet: This channel will be archived { $at }. Everything in it stays readable. If { $number } is not over, `{ $command } reopen` keeps it open.
line-archived-while-open = :warning: The channel of { $number } was archived, and { $number } is still open. Until somebody unarchives it in Slack, I ask for updates here. If it is over, `{ $command } resolve { $number }`, then `{ $command } close { $number }`.
said-channel-archived = the channel was archived
said-channel-unarchived = unarchived the channel
fact-channel-archived = The channel was archived
fact-channel-unarchived = The channel was unarchived
panel-former = Earlier channel, archived
answer-reopened-elsewhere = { $number } is open again. Its channel is archived and stays readable; a new one is being made, and you will be invited.
refused-channel-archived = The channel of { $number } is archived, so nothing can be put into it. `{ $command } timeline { $number }` shows what was recorded, whoever runs Firebell can print the postmortem with `firebell export { $number }`, and `{ $command } reopen { $number }` opens a new channel.
errand-archive-channel = archive the channel
