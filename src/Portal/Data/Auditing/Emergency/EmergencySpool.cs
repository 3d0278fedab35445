using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Emergency;

/// <summary>
/// Keeps the entries of break-glass while the audit log takes none: on the disk of this node first, then the database's head of it, and only then is anything shown.
/// What fails on the way fails closed.
/// </summary>
internal sealed class EmergencySpool(PortalDatabase database, KeyRing keys, SpoolBook book, SpoolSettings settings)
{
    private readonly SemaphoreSlim one = new(1);

    public bool IsOn => settings.Folder is not null;

    /// <summary>Keeps an entry; returns when it is durable.</summary>
    /// <exception cref="AuditUnavailableException">It could not be kept: show nothing.</exception>
    public async Task AppendAsync(SignedEntry entry, CancellationToken cancel)
    {
        try
        {
            await one.WaitAsync(cancel);
            try
            {
                using var file = await SpoolFile.TakeAsync(settings.Folder!, cancel);
                await WriteAsync(file, entry, cancel);
            }
            finally
            {
                one.Release();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            throw new AuditUnavailableException(e);
        }
    }

    // The line before the head: a head without its line would look like a line that was cut off, a line without its head is only one that nobody waits for.
    private async Task WriteAsync(SpoolFile file, SignedEntry entry, CancellationToken cancel)
    {
        await using var db = database.Open();
        var head = await SpoolBook.FindAsync(db, file.Id, cancel);
        var isFalse = head is not null && !book.IsTrue(head);
        var (no, link) = LastOf(file, isFalse ? null : head);
        var line = SpoolLine.Make(keys, no + 1, link, entry);
        file.Append(line);
        if (!isFalse)
        {
            await book.WroteAsync(db, head, file.Id, line, cancel);
        }

        // A head that somebody altered stays as it is, for the merge to find: it must not keep anybody from a patient who needs help.
    }

    // What the file ends with, where that is beyond the head: a line whose head did not come about stays and is followed.
    private (long No, byte[] Link) LastOf(SpoolFile file, SpoolHead? head)
    {
        var (no, link) = head is null ? (0L, SpoolLine.Start) : (head.Merged, head.MergedLink);
        foreach (var text in file.Read())
        {
            if (SpoolLine.TryParse(text, out var line) && line.Follows(keys, no, link))
            {
                (no, link) = (line.No, line.Link);
            }
        }

        return head is not null && head.Written > no ? (head.Written, head.Link) : (no, link);
    }
}
