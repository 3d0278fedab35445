namespace Portal.Data.Auditing.Sealing;

/// <summary>What this node knows of sealing: for the alarms and for whoever asks.</summary>
internal sealed class SealingState
{
    private readonly Lock turn = new();
    private readonly HashSet<SealTrouble> troubles = [];

    /// <summary>Entries that were committed and not sealed at the last count.</summary>
    public long Unsealed { get; set; }

    /// <summary>What is wrong by now.</summary>
    public IReadOnlyList<SealTrouble> Troubles
    {
        get
        {
            lock (turn)
            {
                return [.. troubles];
            }
        }
    }

    /// <summary>Keeps whether something is wrong; whether that is news.</summary>
    public bool Set(SealTrouble trouble, bool isThere)
    {
        lock (turn)
        {
            return isThere ? troubles.Add(trouble) : troubles.Remove(trouble);
        }
    }
}
