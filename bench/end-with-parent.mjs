// Loaded before every script that the bench starts: none outlives it, however it ended.
process.once('disconnect', () => process.exit());
process.channel?.unref();
