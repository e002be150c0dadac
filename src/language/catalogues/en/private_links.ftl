## What was linked with an incident that becomes private.

make-private-linked = *It was linked with { $others }.* From then on their panels, announcements and timelines name it no more, and what was merged from here leaves them. What was merged from there stays here. What somebody has read, and documents that were exported before, stay as they are.
