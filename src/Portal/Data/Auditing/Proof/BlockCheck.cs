using Portal.Data.Auditing.Retirement;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Proof;

/// <summary>Compares the entries that lie where a block says with those that were sealed, and names the first one that is not right and what was done to it.</summary>
internal sealed class BlockCheck(PortalDatabase database, AuditLog audit, KeyRing keys)
{
    private readonly RetirementBook retired = new(database, keys);
    private readonly DataKey salts = keys.Of(KeyUse.AuditSalts);

    public async Task<LogBreak?> FindAsync(SealedBlock stored, IReadOnlyList<PlacedEntry> found, CancellationToken cancel)
    {
        if (!stored.Block.IsWhole || stored.Block.Count == 0)
        {
            return await FirstAsync(stored, found, cancel) ?? Block(stored); // such a row is no block
        }

        var root = MerkleTree.Root([.. found.Select(placed => AuditLeaf.Hash(AuditLeaf.Data(placed.Entry, salts)))]);
        if (root.AsSpan().SequenceEqual(stored.Block.Root) && found.Count == stored.Block.Count && found.All(placed => audit.Holds(placed.Signed)))
        {
            return Ids(stored).SequenceEqual(found.Select(placed => placed.Entry.Id.Value)) && stored.Last == found[^1].Position ? null : Block(stored);
        }

        return await retired.OfAsync(stored.Block.Epoch, stored.Block.Number, cancel) is { } gone
            ? await RestAsync(stored, found, gone, cancel)
            : await PlaceAsync(stored, found, cancel) ?? await FirstAsync(stored, found, cancel) ?? Block(stored);
    }

    // Its entries are as they were, next to one another: only the row says that they end elsewhere. Else those between the two places would be called moved.
    private async Task<LogBreak?> PlaceAsync(SealedBlock stored, IReadOnlyList<PlacedEntry> found, CancellationToken cancel)
    {
        var ids = Ids(stored);
        if (ids.Count < 2 || ids.Count != stored.Block.Count || await database.Seals.FindAsync(ids[0], cancel) is not { } first || await database.Seals.FindAsync(ids[^1], cancel) is not { } last
            || last.Position == stored.Last)
        {
            return null;
        }

        var own = new List<PlacedEntry> { first };
        await foreach (var placed in database.Seals.ReadAsync(first.Position, last.Position, cancel))
        {
            own.Add(placed);
            if (own.Count > ids.Count)
            {
                return null;
            }
        }

        var isWhole = own.Count == ids.Count && MerkleTree.Root([.. own.Select(LeafOf)]).AsSpan().SequenceEqual(stored.Block.Root) && own.TrueForAll(placed => audit.Holds(placed.Signed));
        return isWhole ? new LogBreak(BreakKinds.Edited, null, stored.Block.Epoch, stored.Block.Number, Math.Min(found.Count, ids.Count)) : null;
    }

    // Entries of a month whose time was over are gone (45 CFR 164.316(b)(2)(i)): of a block that had others too, their leaves were kept, so that its root still proves these.
    private async Task<LogBreak?> RestAsync(SealedBlock stored, IReadOnlyList<PlacedEntry> found, RetiredBlock gone, CancellationToken cancel)
    {
        if (gone.IsWhole)
        {
            return found.Count == 0 ? null : Named(stored, BreakKinds.Inserted, found[0].Entry.Id.Value, 0);
        }

        var left = new Queue<PlacedEntry>(found);
        byte[][] leaves = [.. Enumerable.Range(0, checked((int)stored.Block.Count)).Select(at => gone.Leaves.GetValueOrDefault(at) ?? (left.TryDequeue(out var next) ? LeafOf(next) : []))];
        var ids = stored.Entries.Chunk(16).Where((_, at) => !gone.Leaves.ContainsKey(at)).SelectMany(id => id).ToArray();
        var isWhole = left.Count == 0 && leaves.All(leaf => leaf.Length > 0) && MerkleTree.Root(leaves).AsSpan().SequenceEqual(stored.Block.Root);
        return isWhole && found.All(placed => audit.Holds(placed.Signed)) && Ids(ids).SequenceEqual(found.Select(placed => placed.Entry.Id.Value))
            ? null
            : await FirstAsync(stored with { Entries = ids }, found, cancel) ?? Block(stored);
    }

    private byte[] LeafOf(PlacedEntry placed) => AuditLeaf.Hash(AuditLeaf.Data(placed.Entry, salts));

    private async Task<LogBreak?> FirstAsync(SealedBlock stored, IReadOnlyList<PlacedEntry> found, CancellationToken cancel)
    {
        var ids = Ids(stored);
        for (var at = 0; at < Math.Max(ids.Count, found.Count); at++)
        {
            Guid? sealedId = at < ids.Count ? ids[at] : null;
            var there = at < found.Count ? found[at] : null;
            if (there?.Entry.Id.Value != sealedId)
            {
                return await MovedAsync(new Difference(stored, ids, found, at, sealedId, there), cancel);
            }

            if (there is not null && !audit.Holds(there.Signed))
            {
                return Named(stored, BreakKinds.Edited, there.Entry.Id.Value, at);
            }
        }

        return null; // every entry is as it was written and where it was: the block's own row was changed
    }

    private async Task<LogBreak> MovedAsync(Difference difference, CancellationToken cancel)
    {
        var (stored, ids, found, at, sealedId, there) = difference;
        var isExtra = there is not null && !ids.Contains(there.Entry.Id.Value);
        var isMissing = sealedId is { } id && found.All(placed => placed.Entry.Id.Value != id);
        if (isExtra && audit.Holds(there!.Signed))
        {
            return Named(stored, BreakKinds.Reordered, there.Entry.Id.Value, at); // nobody can make such an entry: it was moved here
        }

        if (isExtra)
        {
            return Named(stored, isMissing && found.Count <= ids.Count ? BreakKinds.Edited : BreakKinds.Inserted, there!.Entry.Id.Value, at);
        }

        if (!isMissing)
        {
            return Named(stored, BreakKinds.Reordered, there?.Entry.Id.Value ?? sealedId!.Value, at);
        }

        // As many as were sealed, and among them one that nobody could have written: its id was changed, and with it its place.
        var forged = found.Count == ids.Count ? found.FirstOrDefault(placed => !ids.Contains(placed.Entry.Id.Value) && !audit.Holds(placed.Signed)) : null;
        if (forged is not null)
        {
            return Named(stored, BreakKinds.Edited, forged.Entry.Id.Value, found.ToList().IndexOf(forged));
        }

        var isElsewhere = await database.Seals.FindAsync(sealedId!.Value, cancel) is not null;
        return Named(stored, isElsewhere ? BreakKinds.Reordered : BreakKinds.Deleted, sealedId.Value, at);
    }

    private static LogBreak Named(SealedBlock stored, string kind, Guid entry, int at) => new(kind, entry, stored.Block.Epoch, stored.Block.Number, at + 1);

    private static LogBreak Block(SealedBlock stored) => new(BreakKinds.Edited, null, stored.Block.Epoch, stored.Block.Number, null);

    private static List<Guid> Ids(SealedBlock stored) => Ids(stored.Entries);

    private static List<Guid> Ids(byte[] entries) =>
        [.. entries.Chunk(16).Where(bytes => bytes.Length == 16).Select(bytes => new Guid(bytes, bigEndian: true))];

    private sealed record Difference(SealedBlock Stored, List<Guid> Ids, IReadOnlyList<PlacedEntry> Found, int At, Guid? SealedId, PlacedEntry? There);
}
