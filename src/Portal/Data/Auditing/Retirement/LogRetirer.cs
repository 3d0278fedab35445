using System.Globalization;
using Portal.Data.Auditing.Proof;
using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Retirement;

/// <summary>Takes months whose time is over out of the database: verified, archived, and dropped by a login that may do only that (45 CFR 164.316(b)(2)(i), ADR 0069).</summary>
internal sealed class LogRetirer(PortalInstance instance, AuditLog audit, BlockBook book, RetirementBook retired, TimeProvider clock)
{
    private readonly SetProver prover = new(instance, book);
    private readonly MonthBlocks months = new(instance, audit, book);

    /// <summary>The months that could be retired, by the database's clock.</summary>
    public Task<IReadOnlyList<DateTimeOffset>> DueAsync(int keepYears, CancellationToken cancel) => instance.Database.OldAuditMonthsAsync(keepYears, cancel);

    /// <summary>Reads and verifies a month; nothing is changed.</summary>
    /// <returns>How many entries it has.</returns>
    public async Task<long> LookAsync(DateTimeOffset month, CancellationToken cancel)
    {
        var count = 0L;
        await foreach (var block in months.ReadAsync(month, cancel))
        {
            count += block.Entries.Count;
        }

        return count;
    }

    /// <summary>Archives a month and drops it.</summary>
    /// <returns>What was retired, and the folder of its archive.</returns>
    /// <exception cref="InvalidOperationException">It does not hold, or nothing signs its archive.</exception>
    /// <exception cref="System.Data.Common.DbException">The database refuses.</exception>
    public async Task<(RetirementRow Row, string Folder)> RetireAsync(DateTimeOffset month, int keepYears, string folder, CancellationToken cancel)
    {
        var key = instance.CheckpointKey ?? throw new InvalidOperationException("No key signs archives here: start the portal once with its key files.");
        var now = Microseconds.Cut(clock.GetUtcNow());
        var row = new RetirementRow { Id = Guid.CreateVersion7(now), Month = month, At = now };
        var own = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"audit-{month:yyyy-MM}-{row.Id:N}"));
        Directory.CreateDirectory(own);
        try
        {
            await ArchiveAsync(row, own, key, cancel);
        }
        catch
        {
            Directory.Delete(own, recursive: true); // half an archive of a month that stays is of no use
            throw;
        }

        row.Mac = retired.MacOf(row);
        await instance.Database.RetireAuditMonthAsync(row, keepYears, cancel);
        return (row, own);
    }

    private async Task ArchiveAsync(RetirementRow row, string folder, CheckpointKey key, CancellationToken cancel)
    {
        using var archive = new MonthArchive(prover, await BaseAsync(cancel), folder);
        var remains = new List<RetiredBlock>();
        await foreach (var block in months.ReadAsync(row.Month, cancel))
        {
            await archive.AddAsync(block.Entries, cancel);
            remains.Add(block.Remains);
        }

        row.Archive = archive.Finish(row.Id, row.Month, row.At, key);
        (row.Entries, row.Remains) = (archive.Count, RetiredBlocks.Of(remains).ToJson());
    }

    private async Task<ProofBase> BaseAsync(CancellationToken cancel)
    {
        var newest = (await prover.NewestAsync(cancel))?.Checkpoint;
        return await prover.BaseAsync(newest?.Epoch, newest?.Size ?? 0, cancel);
    }
}
