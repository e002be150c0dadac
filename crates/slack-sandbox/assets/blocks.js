// Block Kit
