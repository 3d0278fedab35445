using System.Globalization;
using Portal.Data.Auditing.Proof;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>Changes that somebody with SQL could make to a sealed log, by chance: every column of every table that the proof stands on, and what is done to whole rows.</summary>
internal static class Mutations
{
    /// <summary>Of an entry, with what stands in its place. Its id and its transaction are its place in the order: <see cref="Moved"/>, <see cref="Renamed"/>.</summary>
    public static readonly IReadOnlyDictionary<string, string> OfEntries = new Dictionary<string, string>
    {
        ["at"] = "at + interval '1 microsecond'",
        ["context"] = "(SELECT max(c.no) FROM audit.contexts c WHERE c.no <> e.context)",
        ["subject"] = "coalesce(subject, 32) # 1",
        ["others"] = "array_append(others, 33)",
        ["categories"] = "categories + 1",
        ["role"] = "role % 4 + 1",
        ["action"] = "action % 3 + 1",
        ["resource"] = "resource % 3 + 1",
        ["purpose"] = "purpose % 3 + 1",
        ["outcome"] = "outcome % 3 + 1",
        ["reason"] = "coalesce(reason, '') || 'x'",
        ["resource_id"] = "gen_random_uuid()",
        ["break_glass"] = "gen_random_uuid()",
        ["mac"] = "set_byte(mac, 3, get_byte(mac, 3) # 1)",
    };

    /// <summary>Of the dictionaries' rows, which many entries may share.</summary>
    public static readonly IReadOnlyDictionary<string, string> OfContexts = new Dictionary<string, string>
    {
        ["session"] = "gen_random_uuid()",
        ["account"] = "gen_random_uuid()",
        ["job"] = "coalesce(job, '') || 'x'",
        ["ip"] = "'10.9.9.9'",
        ["agent"] = "coalesce(agent, '') || 'x'",
        ["node"] = "node || 'x'",
    };

    public static readonly IReadOnlyDictionary<string, string> OfBlocks = new Dictionary<string, string>
    {
        ["epoch"] = "gen_random_uuid()",
        ["no"] = "no + 1000",
        ["sealed_at"] = "sealed_at + interval '1 microsecond'",
        ["last_xact"] = "last_xact + 1",
        ["last_id"] = "gen_random_uuid()",
        ["count"] = "count % 100 + 1",
        ["previous"] = "sha256(previous)",
        ["root"] = "sha256(root)",
        ["entries"] = "set_byte(entries, 9, get_byte(entries, 9) # 1)",
        ["nodes"] = "sha256(nodes)",
    };

    public static readonly IReadOnlyDictionary<string, string> OfCheckpoints = new Dictionary<string, string>
    {
        ["epoch"] = "gen_random_uuid()",
        ["size"] = "size + 1000",
        ["root"] = "sha256(root)",
        ["at"] = "at + interval '1 microsecond'",
        ["key_id"] = "'x'",
        ["signature"] = "set_byte(signature, 5, get_byte(signature, 5) # 1)",
    };

    public static readonly IReadOnlyDictionary<string, string> OfEpochs = new Dictionary<string, string>
    {
        ["id"] = "gen_random_uuid()",
        ["number"] = "number + 1",
        ["begun_at"] = "begun_at + interval '1 second'",
        ["after_xact"] = "after_xact + 1",
        ["after_id"] = "gen_random_uuid()",
        ["mac"] = "sha256(mac)",
        ["named_epoch"] = "gen_random_uuid(), named_size = 1, named_root = sha256('x'), named_at = now()",
        ["named_size"] = "1, named_epoch = id, named_root = sha256('x'), named_at = now()",
        ["named_root"] = "sha256('x'), named_epoch = id, named_size = 1, named_at = now()",
        ["named_at"] = "now(), named_epoch = id, named_size = 1, named_root = sha256('x')",
    };

    private static readonly Func<Random, AttackedLog, Mutation>[] All =
    [
        .. OfEntries.Select(Each(Edited)), .. OfContexts.Select(Each(Context)), .. OfBlocks.Select(Each(Block)), .. OfCheckpoints.Select(Each(Checkpoint)), .. OfEpochs.Select(Each(Epoch)),
        Patient, Forgotten, Renamed, Deleted, Deleted, Inserted, Inserted, Moved, Moved, Swapped, Swapped, BlockGone, Cut, CutWithCheckpoints, CheckpointGone, CheckpointMade, EpochGone, EpochMade,
        HashedAgain, HashedAgain,
    ];

    /// <summary>One of them, each as likely as the others.</summary>
    public static Mutation Next(Random random, AttackedLog log) => All[random.Next(All.Length)](random, log);

    private static Func<KeyValuePair<string, string>, Func<Random, AttackedLog, Mutation>> Each(Func<string, string, Random, AttackedLog, Mutation> make) =>
        column => (random, log) => make(column.Key, column.Value, random, log);

    private static Mutation Edited(string column, string value, Random random, AttackedLog log)
    {
        var (block, place, id) = Any(random, log);
        return new($"entries.{column}", $"UPDATE audit.entries e SET {column} = {value} WHERE id = $1", [id], BreakKinds.Edited) { Entries = [id], Where = $"block {block}, entry {place}" };
    }

    private static Mutation Context(string column, string value, Random random, AttackedLog log) =>
        OfShared($"contexts.{column}", $"UPDATE audit.contexts SET {column} = {value} WHERE no = $1", log.Contexts, random, log);

    private static Mutation Forgotten(Random random, AttackedLog log) => random.Next(2) == 0
        ? OfShared("a context that is gone", "DELETE FROM audit.contexts WHERE no = $1", log.Contexts, random, log)
        : OfShared("a subject that is gone", "DELETE FROM audit.subjects WHERE no = $1", log.Subjects, random, log);

    private static Mutation Patient(Random random, AttackedLog log) =>
        OfShared("subjects.patient", "UPDATE audit.subjects SET patient = gen_random_uuid() WHERE no = $1", log.Subjects, random, log);

    // The first entry that names it.
    private static Mutation OfShared(string name, string sql, IReadOnlyList<(int No, Guid First)> rows, Random random, AttackedLog log)
    {
        var (no, first) = rows[random.Next(rows.Count)];
        return new(name, sql, [no], BreakKinds.Edited) { Entries = [first], Where = log.WhereIs(first) };
    }

    // A forged one lies among others by its new id: it is there, or the old one is gone before it.
    private static Mutation Renamed(Random random, AttackedLog log)
    {
        var (_, _, id) = Any(random, log);
        var other = Guid.NewGuid();
        return new("entries.id", "UPDATE audit.entries SET id = $2 WHERE id = $1", [id, other], BreakKinds.Edited, BreakKinds.Inserted, BreakKinds.Deleted) { Entries = [other, id] };
    }

    private static Mutation Deleted(Random random, AttackedLog log)
    {
        var (block, place, id) = Any(random, log);
        return new("an entry deleted", "DELETE FROM audit.entries WHERE id = $1", [id], BreakKinds.Deleted) { Entries = [id], Where = $"block {block}, entry {place}", MovesEntries = true };
    }

    private static Mutation Inserted(Random random, AttackedLog log)
    {
        var (_, _, id) = Any(random, log);
        var made = Guid.NewGuid();
        return new(
            "an entry inserted", "INSERT INTO audit.entries SELECT (jsonb_populate_record(e, jsonb_build_object('id', $2))).* FROM audit.entries e WHERE id = $1", [id, made], BreakKinds.Inserted)
        { Entries = [made], MovesEntries = true };
    }

    // Into a transaction in which another block ends.
    private static Mutation Moved(Random random, AttackedLog log)
    {
        var (block, _, id) = Any(random, log);
        var other = (block + 1 + random.Next(log.Blocks.Count - 1)) % log.Blocks.Count;
        var xact = (log.Blocks[other].LastXact + (other > block ? 0 : -1)).ToString(CultureInfo.InvariantCulture);
        return new("an entry moved", "UPDATE audit.entries SET xact = $2::text::xid8 WHERE id = $1", [id, xact], BreakKinds.Reordered) { Entries = [id], MovesEntries = true };
    }

    private static Mutation Swapped(Random random, AttackedLog log)
    {
        var ((_, _, one), (_, _, other)) = (Any(random, log), Any(random, log));
        return new(
            "two entries swapped", "UPDATE audit.entries e SET xact = o.xact FROM audit.entries o WHERE (e.id, o.id) IN (($1, $2), ($2, $1))", [one, other], BreakKinds.Reordered)
        { MovesEntries = true };
    }

    private static Mutation Block(string column, string value, Random random, AttackedLog log)
    {
        var block = random.Next(log.Blocks.Count);
        var isGone = column is "epoch" or "no";
        return new($"blocks.{column}", $"UPDATE audit.blocks SET {column} = {value} WHERE no = $1", [(long)block], isGone ? GoneKind(block, log, column == "no") : BreakKinds.Edited) { Where = $"block {block}" };
    }

    private static Mutation BlockGone(Random random, AttackedLog log)
    {
        var block = random.Next(log.Blocks.Count);
        return new("a block deleted", "DELETE FROM audit.blocks WHERE no = $1", [(long)block], GoneKind(block, log, isNumbered: false)) { Where = $"block {block}" };
    }

    // Nothing comes after the last one.
    private static string GoneKind(int block, AttackedLog log, bool isNumbered) => block == log.Blocks.Count - 1 && !isNumbered ? BreakKinds.TailCut : BreakKinds.Deleted;

    private static Mutation Cut(Random random, AttackedLog log) => Cut(random, log, "blocks and entries cut off", "");

    private static Mutation CutWithCheckpoints(Random random, AttackedLog log) =>
        Cut(random, log, "blocks, entries and checkpoints cut off", "; DELETE FROM audit.checkpoints WHERE size > {0}");

    private static Mutation Cut(Random random, AttackedLog log, string name, string more)
    {
        var block = 1 + random.Next(log.Blocks.Count - 1);
        var last = log.Blocks[block - 1];
        var sql = $"DELETE FROM audit.blocks WHERE no >= {{0}}; DELETE FROM audit.entries WHERE (xact::text::bigint, id) > ({last.LastXact}, '{last.LastId}'){more}";
        return new(name, string.Format(CultureInfo.InvariantCulture, sql, block), [], BreakKinds.TailCut) { Where = $"block {block}" };
    }

    private static Mutation Checkpoint(string column, string value, Random random, AttackedLog log) =>
        OfCheckpoint($"checkpoints.{column}", $"UPDATE audit.checkpoints SET {column} = {value} WHERE size = $1", random, log);

    private static Mutation CheckpointGone(Random random, AttackedLog log) => OfCheckpoint("a checkpoint deleted", "DELETE FROM audit.checkpoints WHERE size = $1", random, log);

    private static Mutation OfCheckpoint(string name, string sql, Random random, AttackedLog log)
    {
        var size = log.Sizes[random.Next(log.Sizes.Count)];
        return new(name, sql, [size], BreakKinds.CheckpointReplaced) { Where = $"block {size - 1}" };
    }

    // The signature of another one over a tree that was never signed.
    private static Mutation CheckpointMade(Random random, AttackedLog log)
    {
        var size = Enumerable.Range(1, log.Blocks.Count).Select(one => (long)one).Except(log.Sizes).Append(log.Blocks.Count + 7).OrderBy(_ => random.Next()).First();
        var sql = $"INSERT INTO audit.checkpoints SELECT (jsonb_populate_record(c, jsonb_build_object('size', {size}))).* FROM audit.checkpoints c WHERE size = {log.Sizes[0]}";
        return size > log.Blocks.Count
            ? new("a checkpoint made", sql, [], BreakKinds.TailCut, BreakKinds.CheckpointReplaced) { Where = $"block {log.Blocks.Count}" }
            : new("a checkpoint made", sql, [], BreakKinds.CheckpointReplaced) { Where = $"block {size - 1}" };
    }

    private static Mutation Epoch(string column, string value, Random random, AttackedLog log) =>
        new($"epochs.{column}", $"UPDATE audit.epochs SET {column} = {value}", [], column == "id" ? BreakKinds.Inserted : BreakKinds.Edited) { Where = "epoch " };

    private static Mutation EpochGone(Random random, AttackedLog log) => new("an epoch deleted", "DELETE FROM audit.epochs", [], BreakKinds.TailCut) { Where = "block 0" };

    private static Mutation EpochMade(Random random, AttackedLog log) => new(
        "an epoch made", "INSERT INTO audit.epochs SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'number', number + 1))).* FROM audit.epochs e", [], BreakKinds.Inserted)
    { Where = "epoch " };

    // Nobody's MAC tells of an entry that is gone, and all blocks fit one another: the signed trees do not.
    private static Mutation HashedAgain(Random random, AttackedLog log)
    {
        var block = 1 + random.Next(log.Blocks.Count - 1);
        var trusted = log.Sizes.Where(size => size <= block).DefaultIfEmpty(0).Max();
        var checkpoints = random.Next(2) == 0 ? "" : $"; DELETE FROM audit.checkpoints WHERE size > {trusted}";
        var sql = $"DELETE FROM audit.entries WHERE id = '{log.IdAt(block, 1 + random.Next(log.Blocks[block].Count))}'{checkpoints}";
        return new("a suffix hashed again", sql, [], BreakKinds.Edited, BreakKinds.CheckpointReplaced, BreakKinds.TailCut) { HashedFrom = block, Where = "block " };
    }

    private static (int Block, int Place, Guid Id) Any(Random random, AttackedLog log)
    {
        var block = random.Next(log.Blocks.Count);
        var place = random.Next(log.Blocks[block].Count) + 1;
        return (block, place, log.IdAt(block, place));
    }
}
