using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Emergency;

/// <summary>What a spool holds beyond what is in the log already, and whether it is whole. An entry whose own MAC holds is taken in whatever became of its neighbours.</summary>
/// <param name="Entries">The entries that hold, in order.</param>
/// <param name="LastNo">The number to go on after.</param>
/// <param name="LastLink">The link to go on after.</param>
/// <param name="Fault">What is wrong with it; <c>null</c> where it is whole.</param>
internal sealed record SpoolReading(IReadOnlyList<SignedEntry> Entries, long LastNo, byte[] LastLink, SpoolFault? Fault)
{
    /// <summary>Whether there is nothing to take in and nothing to tell.</summary>
    public bool IsNothing => Entries.Count == 0 && Fault is null;

    public static SpoolReading Of(KeyRing keys, AuditLog audit, SpoolHead? head, IReadOnlyList<string> lines, bool isHeadFalse)
    {
        var (no, link) = head is null ? (0L, SpoolLine.Start) : (head.Merged, head.MergedLink);
        var entries = new List<SignedEntry>();
        SpoolFault? fault = isHeadFalse ? SpoolFault.HeadAltered : null;
        for (var at = 0; at < lines.Count; at++)
        {
            if (!SpoolLine.TryParse(lines[at], out var line))
            {
                // Half a line at the end is a write that was cut off before anybody was shown anything.
                fault ??= at == lines.Count - 1 ? null : SpoolFault.Altered;
                continue;
            }

            if (head is not null && line.No <= head.Merged)
            {
                continue; // in the log already: the merge was killed before it could remove the file
            }

            if (line.Follows(keys, no, link))
            {
                (no, link) = (line.No, line.Link);
            }
            else
            {
                fault ??= SpoolFault.Altered;
            }

            if (line.Open(keys) is { } entry && audit.Holds(entry))
            {
                entries.Add(entry);
            }
            else
            {
                fault ??= SpoolFault.Altered;
            }
        }

        fault ??= head is null && entries.Count > 0 && !IsFirstWrite(entries) ? SpoolFault.HeadGone : head is not null && no < head.Written ? SpoolFault.CutOff : null;
        return head is not null && no < head.Written ? new SpoolReading(entries, head.Written, head.Link, fault) : new SpoolReading(entries, no, link, fault);
    }

    // The one line that there can be without a head: the first, whose head did not come about.
    private static bool IsFirstWrite(List<SignedEntry> entries) => entries.Count == 1;
}

/// <summary>What is wrong with a spool. The name is a finding's detail and does not change.</summary>
internal enum SpoolFault
{
    /// <summary>A line was altered, left out, added or moved.</summary>
    Altered,

    /// <summary>Lines at the end, or the whole file, are gone.</summary>
    CutOff,

    /// <summary>The head in the database was altered.</summary>
    HeadAltered,

    /// <summary>The head in the database is gone.</summary>
    HeadGone,
}
