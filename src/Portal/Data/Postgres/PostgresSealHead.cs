using Npgsql;
using Portal.Kernel.Audit;

namespace Portal.Data.Postgres;

/// <summary>Reads where sealing stands: newest epoch, its last block, its tree's right edge and its last checkpoint.</summary>
internal static class PostgresSealHead
{
    private const string Epoch = "SELECT id, number, begun_at, after_xact, after_id, named_epoch, named_size, named_root, named_at, mac FROM audit.epochs ORDER BY number DESC LIMIT 1";

    private const string Last = """
        SELECT no, sealed_at, last_xact, last_id, count, previous, root, entries, nodes FROM audit.blocks WHERE epoch = $1 ORDER BY no DESC LIMIT 1
        """;

    private const string One = "SELECT sealed_at, count, previous, root FROM audit.blocks WHERE epoch = $1 AND no = $2";

    private const string Nodes = "SELECT no, nodes FROM audit.blocks WHERE epoch = $1 AND no = ANY ($2)";

    private const string LastCheckpoint = "SELECT size, root, at, key_id, signature FROM audit.checkpoints WHERE epoch = $1 ORDER BY size DESC LIMIT 1";

    public static async Task<SealHead> ReadAsync(Func<string, NpgsqlCommand> command, CancellationToken cancel)
    {
        if (await command(Epoch).FirstAsync(EpochOf, cancel) is not { } epoch)
        {
            return new SealHead(null, null, [], null);
        }

        var last = await Of(command(Last), epoch.Id).FirstAsync(row => BlockOf(row, epoch.Id), cancel);
        var subtrees = last is null ? [] : await SubtreesAsync(command, epoch.Id, last.Block.Number + 1, cancel);
        return new SealHead(epoch, last, subtrees, await Of(command(LastCheckpoint), epoch.Id).FirstAsync(row => CheckpointOf(row, epoch.Id), cancel));
    }

    public static Task<AuditBlock?> BlockAsync(Func<string, NpgsqlCommand> command, Guid epoch, long number, CancellationToken cancel)
    {
        var one = Of(command(One), epoch);
        one.Parameters.AddWithValue(number);
        return one.FirstAsync(
            row => new AuditBlock(epoch, number, row.GetFieldValue<DateTimeOffset>(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3)), cancel);
    }

    public static async Task<IReadOnlyList<byte[]>> SubtreesAsync(Func<string, NpgsqlCommand> make, Guid epoch, long size, CancellationToken cancel)
    {
        var cover = MerkleRange.Cover(0, size).ToList();
        var command = Of(make(Nodes), epoch);
        command.Parameters.AddWithValue(cover.Select(node => node.LastLeaf).ToArray());
        var nodes = (await command.ListAsync(row => (No: row.GetInt64(0), Hashes: row.GetFieldValue<byte[]>(1)), cancel)).ToDictionary(row => row.No, row => row.Hashes);
        return [.. cover.Select(node => nodes.TryGetValue(node.LastLeaf, out var hashes) ? StoredNodes.At(hashes, node.Level) : null).OfType<byte[]>()];
    }

    private static NpgsqlCommand Of(NpgsqlCommand command, Guid epoch)
    {
        command.Parameters.AddWithValue(epoch);
        return command;
    }

    private static AuditEpoch EpochOf(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetInt32(1),
        row.GetFieldValue<DateTimeOffset>(2),
        new LogPosition((ulong)row.GetInt64(3), row.GetGuid(4)),
        row.IsDBNull(5) ? null : new Checkpoint(row.GetGuid(5), row.GetInt64(6), row.GetFieldValue<byte[]>(7), row.GetFieldValue<DateTimeOffset>(8)))
    {
        Mac = row.GetFieldValue<byte[]>(9),
    };

    private static SealedBlock BlockOf(NpgsqlDataReader row, Guid epoch) => new(
        new AuditBlock(epoch, row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt32(4), row.GetFieldValue<byte[]>(5), row.GetFieldValue<byte[]>(6)),
        new LogPosition((ulong)row.GetInt64(2), row.GetGuid(3)),
        row.GetFieldValue<byte[]>(7),
        row.GetFieldValue<byte[]>(8));

    private static SignedCheckpoint CheckpointOf(NpgsqlDataReader row, Guid epoch) => new(
        new Checkpoint(epoch, row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<DateTimeOffset>(2)), row.GetString(3), row.GetFieldValue<byte[]>(4));
}
