using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Proof;

/// <summary>What a verification has seen so far; several threads tell it.</summary>
internal sealed class VerifyRun(IProgress<VerifyProgress>? progress)
{
    private const int Step = 5_000;

    private readonly Lock turn = new();
    private readonly List<Guid> order = [];
    private long read;
    private long expected;
    private long unsealed;
    private LogBreak? entry;
    private LogBreak? chain;
    private Guid? looseEntry;
    private VerifiedTo? verified;

    public void Read(int entries)
    {
        var now = Interlocked.Add(ref read, entries);
        if (now % Step == 0)
        {
            progress?.Report(new VerifyProgress(now, Math.Max(now, Volatile.Read(ref expected))));
        }
    }

    /// <summary>So many more entries are there to be read, by what the blocks say.</summary>
    public void Expect(long entries)
    {
        var all = Interlocked.Add(ref expected, entries);
        progress?.Report(new VerifyProgress(Volatile.Read(ref read), all));
    }

    /// <summary>A break; the first in the order of the log is kept.</summary>
    public void Found(LogBreak? found)
    {
        if (found is null)
        {
            return;
        }

        lock (turn)
        {
            if (found is { Entry: null, Place: null })
            {
                chain = First(chain, found);
            }
            else
            {
                entry = First(entry, found);
            }
        }
    }

    /// <summary>An entry that no block covers; its id where it is not as it was written.</summary>
    public void Unsealed(Guid? bad)
    {
        unsealed++;
        looseEntry ??= bad;
    }

    public void Verified(Guid epoch, ChainCheck check)
    {
        lock (turn)
        {
            order.Add(epoch);
        }

        Found(check.Break);
        verified = new VerifiedTo(epoch, check.Tree.Size, check.Tree.Root());
    }

    /// <summary>An entry is named rather than the blocks above it, which a change of it may have taken along; but the entries of a block that is gone look moved into the next.</summary>
    public LogFinding Finding()
    {
        var loose = looseEntry is { } id ? new LogBreak(BreakKinds.Edited, id, null, null, null) : null;
        var isGap = chain is { Kind: BreakKinds.Deleted } && (entry is null || Rank(chain) < Rank(entry) || (chain.Epoch == entry.Epoch && chain.Block <= entry.Block));
        return new LogFinding(read, unsealed, isGap ? chain : entry ?? chain ?? loose, verified);
    }

    private LogBreak First(LogBreak? known, LogBreak found) =>
        known is null || (Rank(found), found.Block, found.Place).CompareTo((Rank(known), known.Block, known.Place)) < 0 ? found : known;

    // An epoch that is under way has no number yet and comes after those that are done.
    private int Rank(LogBreak one) => one.Epoch is { } epoch && order.IndexOf(epoch) is var at and >= 0 ? at : int.MaxValue;
}

/// <summary>What a verification came to.</summary>
internal sealed record LogFinding(long Entries, long Unsealed, LogBreak? Break, VerifiedTo? Verified)
{
    /// <summary>The place in the whole log where the break is, from 1, by the counts of the blocks before it; <c>null</c> where nothing is sealed there.</summary>
    public long? Position { get; init; }
}

/// <summary>So many blocks of an epoch were verified, of this root; without a root it was not looked at.</summary>
internal sealed record VerifiedTo(Guid Epoch, long Size, byte[]? Root);
