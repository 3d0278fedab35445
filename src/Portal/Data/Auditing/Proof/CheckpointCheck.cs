using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Proof;

/// <summary>The checkpoints that a tree must agree with: those of the database, and those that were kept outside.</summary>
internal sealed class CheckpointCheck
{
    private const long Ahead = 2_000;

    private readonly BlockBook book;
    private readonly CheckpointKey? key;
    private readonly ILookup<(Guid Epoch, long Size), SignedCheckpoint> outside;
    private readonly List<Checkpoint> kept;
    private readonly Dictionary<Guid, long> largest;
    private Dictionary<long, SignedCheckpoint> near = [];
    private (Guid Epoch, long From, long To) read;

    public CheckpointCheck(BlockBook book, CheckpointKey? key, IReadOnlyCollection<SignedCheckpoint> outside)
    {
        (this.book, this.key) = (book, key);
        this.outside = outside.ToLookup(one => (one.Checkpoint.Epoch, one.Checkpoint.Size));
        // Anybody can write a line that nobody signed: it says nothing about how long the log was. Where none is signed there is nothing true to compare with, and
        // that must not pass for a log that holds.
        var signed = outside.Where(IsSigned).ToList();
        kept = [.. (signed.Count > 0 ? signed : outside).Select(one => one.Checkpoint)];
        largest = kept.GroupBy(one => one.Epoch).ToDictionary(group => group.Key, group => group.Max(one => one.Size));
    }

    /// <summary>Epochs that somebody outside knows.</summary>
    public IEnumerable<Guid> KnownOutside => largest.Keys;

    public async Task<CheckpointVerdict> JudgeAsync(Guid epoch, MerkleFrontier tree, CancellationToken cancel)
    {
        var inside = await InsideAsync(epoch, tree.Size, cancel);
        var here = outside[(epoch, tree.Size)].ToList();
        if (inside is null && here.Count == 0)
        {
            return CheckpointVerdict.None;
        }

        if (inside is null || !IsSigned(inside) || !here.All(one => IsSigned(one) && Same(one, inside)))
        {
            return CheckpointVerdict.Replaced;
        }

        return tree.Root().AsSpan().SequenceEqual(inside.Checkpoint.Root) ? CheckpointVerdict.Fits : CheckpointVerdict.OtherTree;
    }

    public async Task<long> LargestAsync(Guid epoch, CancellationToken cancel) =>
        Math.Max(await book.LargestCheckpointAsync(epoch, cancel), largest.GetValueOrDefault(epoch));

    /// <summary>The first checkpoint of at least a size, inside or outside.</summary>
    public async Task<long?> NextSizeAsync(Guid epoch, long size, CancellationToken cancel)
    {
        var inside = (await book.CheckpointFromAsync(epoch, size, cancel))?.Checkpoint.Size;
        return kept.Where(one => one.Epoch == epoch && one.Size >= size).Select(one => (long?)one.Size).Append(inside).Min();
    }

    // Some at a time: there is one for each minute of years.
    private async Task<SignedCheckpoint?> InsideAsync(Guid epoch, long size, CancellationToken cancel)
    {
        if (read.Epoch != epoch || size < read.From || size > read.To)
        {
            read = (epoch, size, size + Ahead);
            near = (await book.CheckpointsAsync(epoch, read.From, read.To, cancel)).ToDictionary(one => one.Checkpoint.Size);
        }

        return near.GetValueOrDefault(size);
    }

    private bool IsSigned(SignedCheckpoint one) => key is null || key.Signed(one);

    private static bool Same(SignedCheckpoint one, SignedCheckpoint other) =>
        one.KeyId == other.KeyId && one.Checkpoint.At == other.Checkpoint.At && one.Checkpoint.Root.AsSpan().SequenceEqual(other.Checkpoint.Root);
}

/// <summary>What a checkpoint says about a tree of its size.</summary>
internal enum CheckpointVerdict
{
    /// <summary>There is none of this size.</summary>
    None,

    /// <summary>It was signed over this tree.</summary>
    Fits,

    /// <summary>It was signed over another tree.</summary>
    OtherTree,

    /// <summary>It is not signed, or the database and the outside do not have the same one.</summary>
    Replaced,
}
