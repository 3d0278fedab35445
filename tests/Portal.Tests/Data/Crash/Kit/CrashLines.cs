namespace Portal.Tests.Data.Crash;

/// <summary>What a victim was told is durable, line by line.</summary>
internal sealed class CrashLines
{
    /// <summary>An entry's id.</summary>
    public const string Entry = "E";

    /// <summary>A note's id and its version.</summary>
    public const string Edit = "U";

    /// <summary>The session in which one more read was shown.</summary>
    public const string Session = "R";

    public CrashLines(IEnumerable<string> lines)
    {
        var parts = lines.Select(line => line.Split(' ')).ToLookup(part => part[0], part => part[1..]);
        Edits = [.. parts[Edit].Select(part => (Guid.Parse(part[0]), int.Parse(part[1], null)))];
        Entries = [.. parts[Entry].Select(part => Guid.Parse(part[0]))];
        Sessions = parts[Session].CountBy(part => Guid.Parse(part[0])).ToDictionary();
    }

    public IReadOnlyList<Guid> Entries { get; }

    public IReadOnlyList<(Guid Note, int Version)> Edits { get; }

    public IReadOnlyDictionary<Guid, int> Sessions { get; }

    public int Count => Entries.Count + Edits.Count + Sessions.Values.Sum();
}
