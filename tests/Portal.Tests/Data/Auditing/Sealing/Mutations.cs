namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>Changes that somebody with SQL could make to a sealed log, by chance.</summary>
internal static class Mutations
{
    private static readonly string[] Edits =
    [
        "role = role % 4 + 1", "action = action % 3 + 1", "resource = resource % 3 + 1", "categories = categories + 1", "purpose = purpose % 3 + 1", "outcome = outcome % 3 + 1",
        "reason = 'x'", "resource_id = gen_random_uuid()", "break_glass = gen_random_uuid()", "at = at + interval '1 microsecond'", "id = gen_random_uuid()",
        "mac = set_byte(mac, 3, get_byte(mac, 3) # 1)",
    ];

    private static readonly string[] OfBlocks =
    [
        "sealed_at = sealed_at + interval '1 microsecond'", "count = count % 100 + 1", "previous = sha256(previous)", "root = sha256(root)", "last_id = gen_random_uuid()", "last_xact = last_xact + 1",
        "entries = substr(entries, 17)", "nodes = sha256(nodes)", "no = no + 1000",
    ];

    public static (string Sql, object[] Values) Next(Random random, AttackedLog log)
    {
        var block = random.Next(log.Blocks.Count);
        var id = log.IdAt(block, random.Next(log.Blocks[block].Count) + 1);
        var number = (long)block;
        return random.Next(8) switch
        {
            0 or 1 => ($"UPDATE audit.entries SET {Edits[random.Next(Edits.Length)]} WHERE id = $1", [id]),
            2 => ("DELETE FROM audit.entries WHERE id = $1", [id]),
            3 => ("INSERT INTO audit.entries SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).* FROM audit.entries e WHERE id = $1", [id]),
            4 => ("UPDATE audit.entries SET xact = $2::text::xid8 WHERE id = $1", [id, Far(random, log, block)]),
            5 or 6 => ($"UPDATE audit.blocks SET {OfBlocks[random.Next(OfBlocks.Length)]} WHERE no = $1", [number]),
            _ => random.Next(3) switch
            {
                0 => ("DELETE FROM audit.blocks WHERE no = $1", [number]),
                1 => ("DELETE FROM audit.blocks WHERE no >= $1", [number]),
                _ => ("UPDATE audit.checkpoints SET root = sha256(root) WHERE size = (SELECT min(size) FROM audit.checkpoints)", []),
            },
        };
    }

    // A transaction in which other blocks end: the entry comes to lie among theirs.
    private static string Far(Random random, AttackedLog log, int block)
    {
        var other = (block + 1 + random.Next(log.Blocks.Count - 1)) % log.Blocks.Count;
        return (log.Blocks[other].LastXact + (other > block ? 0 : -1)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
