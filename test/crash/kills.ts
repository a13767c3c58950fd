/** Kills on each database: KILLS, or a few. */
export const kills = Number(process.env['KILLS'] ?? 5);
