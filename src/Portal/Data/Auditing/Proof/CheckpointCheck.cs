using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Proof;

/// <summary>The checkpoints that a tree must agree with: those of the database, and those that were kept outside.</summary>
internal sealed class CheckpointCheck
{
    private const long Ahead = 2_000;

    private readonly BlockBook book;
    private readonly CheckpointKey? key;
    private readonly Dictionary<Guid, SignedCheckpoint[]> outside;
    private readonly Dictionary<Guid, long> largest;
    private readonly bool isNoneSigned;
    private Dictionary<long, SignedCheckpoint> near = [];
    private (Guid Epoch, long From, long To) read;

    public CheckpointCheck(BlockBook book, CheckpointKey? key, IReadOnlyCollection<SignedCheckpoint> outside)
    {
        (this.book, this.key) = (book, key);
        // There is one for each minute of years: a signature is looked at where the tree is of its size.
        this.outside = outside.GroupBy(one => one.Checkpoint.Epoch).ToDictionary(group => group.Key, group => group.OrderBy(one => one.Checkpoint.Size).ToArray());
        // Anybody can write a line that nobody signed: it says nothing about how long the log was. Where none is signed there is nothing true to compare with, and
        // that must not pass for a log that holds.
        largest = LargestOf(IsSigned);
        isNoneSigned = largest.Count == 0;
        largest = isNoneSigned ? LargestOf(_ => true) : largest;
    }

    /// <summary>Epochs that somebody outside knows.</summary>
    public IEnumerable<Guid> KnownOutside => largest.Keys;

    public async Task<CheckpointVerdict> JudgeAsync(Guid epoch, MerkleFrontier tree, CancellationToken cancel)
    {
        var inside = await InsideAsync(epoch, tree.Size, cancel);
        var lines = outside.GetValueOrDefault(epoch, []);
        var here = lines[FirstFrom(lines, tree.Size)..FirstFrom(lines, tree.Size + 1)];
        if (inside is null && here.Length == 0)
        {
            return CheckpointVerdict.None;
        }

        if (inside is null || !IsSigned(inside) || !Array.TrueForAll(here, one => Same(one, inside)))
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
        var lines = outside.GetValueOrDefault(epoch, []);
        var known = lines.Skip(FirstFrom(lines, size)).FirstOrDefault(one => isNoneSigned || IsSigned(one))?.Checkpoint.Size;
        return inside is null || known < inside ? known : inside;
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

    private Dictionary<Guid, long> LargestOf(Func<SignedCheckpoint, bool> isTrue) =>
        outside.Select(lines => Array.FindLast(lines.Value, one => isTrue(one))?.Checkpoint).OfType<Checkpoint>().ToDictionary(one => one.Epoch, one => one.Size);

    private bool IsSigned(SignedCheckpoint one) => key?.Signed(one) == true;

    // Another signature over the same is as good, where it is one.
    private bool Same(SignedCheckpoint one, SignedCheckpoint signed) =>
        one.KeyId == signed.KeyId && one.Checkpoint.At == signed.Checkpoint.At && one.Checkpoint.Root.AsSpan().SequenceEqual(signed.Checkpoint.Root)
        && (one.Signature.AsSpan().SequenceEqual(signed.Signature) || IsSigned(one));

    // Where the first line of at least a size stands.
    private static int FirstFrom(ReadOnlySpan<SignedCheckpoint> lines, long size)
    {
        var (low, high) = (0, lines.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = lines[middle].Checkpoint.Size < size ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
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
