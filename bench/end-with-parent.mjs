// Loaded before every script that the bench starts: none outlives it, however it ended. An orderly exit can hang where the folder of an embedded database is gone.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
