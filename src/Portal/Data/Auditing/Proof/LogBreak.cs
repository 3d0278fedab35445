namespace Portal.Data.Auditing.Proof;

/// <summary>Where the log does not hold together, and how.</summary>
/// <param name="Kind">One of <see cref="BreakKinds"/>.</param>
/// <param name="Entry">The entry, where it is one.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Block">The block, or the first of those that are not what was signed; <c>null</c> for entries that are not sealed, and for an epoch itself.</param>
/// <param name="Place">The entry's place within the block, from 1.</param>
internal sealed record LogBreak(string Kind, Guid? Entry, Guid? Epoch, long? Block, int? Place)
{
    /// <summary>The bad thing in words, without the entry's id.</summary>
    public string Where => (Block, Place) switch
    {
        (null, _) when Entry is null && Epoch is { } epoch => $"epoch {epoch}",
        (null, _) => Kind == BreakKinds.Unknown ? "in no block near its time" : "not sealed yet",
        ({ } block, null) => $"block {block}",
        ({ } block, { } place) => $"block {block}, entry {place}",
    };
}

/// <summary>The kinds of a break: words that people and scripts read.</summary>
internal static class BreakKinds
{
    public const string Edited = "edited";

    public const string Deleted = "deleted";

    public const string Inserted = "inserted";

    public const string Reordered = "reordered";

    public const string TailCut = "tail cut";

    public const string CheckpointReplaced = "checkpoint replaced";

    /// <summary>A part was asked for in which there is no entry: none was written there, or what was there was retired. Nothing was verified.</summary>
    public const string Nothing = "nothing";

    /// <summary>One entry was asked for, and neither the log nor a block near its time knows it.</summary>
    public const string Unknown = "unknown";
}
