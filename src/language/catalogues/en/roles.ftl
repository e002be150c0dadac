## Who may hold which role.

duties-question = :warning: { $person } is { $beside }. Whoever speaks to the stakeholders should not command or do the recovery as well: under pressure, each leaves no time for the other. If you can, choose somebody else.
duties-take-anyway = Take it all the same
duties-give-anyway = Assign all the same
refused-duties-kept-apart = { $person } is { $beside }, and so cannot be { $role } as well: here, whoever speaks to the stakeholders neither commands nor does the recovery. Choose somebody else, or first let { $person } pass on what they have: { $ways }
line-role-beside = { $person } is { $beside } as well.
roles-and = { $roles } and { $role }
said-role-beside = { $role }: { $person } (is { $beside } as well, although these are kept apart)
fact-role-beside = is { $beside } as well, although these are kept apart
