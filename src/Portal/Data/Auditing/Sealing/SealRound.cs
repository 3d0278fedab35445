namespace Portal.Data.Auditing.Sealing;

/// <summary>What one look of the sealer came to.</summary>
/// <param name="Entries">Entries sealed.</param>
/// <param name="IsMore">Whether more wait that could be sealed at once.</param>
/// <param name="Waiting">Entries that could be sealed and were left for a fuller block.</param>
/// <param name="Trouble">What is wrong, or <see cref="SealTrouble.None"/>.</param>
internal sealed record SealRound(int Entries, bool IsMore, int Waiting, SealTrouble Trouble)
{
    /// <summary>When the oldest entry of the round was written; <c>null</c> where nothing was sealed.</summary>
    public DateTimeOffset? Oldest { get; init; }

    public static SealRound Nothing { get; } = new(0, IsMore: false, 0, SealTrouble.None);

    public static SealRound Refused(SealTrouble trouble) => new(0, IsMore: false, 0, trouble);
}

/// <summary>What a person must look at. The name is a part of the notice's id and does not change.</summary>
internal enum SealTrouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The database gives smaller transaction numbers than the log holds: it was restored elsewhere. A new epoch is needed.</summary>
    NumbersBehind,

    /// <summary>Blocks that this node saw are gone or are others.</summary>
    BlocksChanged,

    /// <summary>Entries were changed between being written and being sealed; they are sealed as they are, and every verification names them.</summary>
    EntryChanged,

    /// <summary>Entries have waited to be sealed for too long.</summary>
    Behind,

    /// <summary>Checkpoints do not reach a target outside.</summary>
    TargetBehind,

    /// <summary>Entries carry transaction numbers that the database has not given yet: it was restored elsewhere, or somebody wrote past the portal. They are not sealed until it has.</summary>
    NumbersAhead,

    /// <summary>The newest epoch's row is none that this instance began. Nothing is sealed until the row is gone.</summary>
    FalseEpoch,

    /// <summary>What the database says of the checkpoints that a target outside has, or lacks, was not written by the portal.</summary>
    DeliveryAltered,
}
