using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Exporting;
using Portal.Data.Auditing.Proof;
using Portal.Data.Files;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.AuditTrail.Exports;

/// <summary>
/// Writes one export: a page of entries with their proofs and how far it came are one transaction, so that another node goes on exactly where this one ended. Memory holds a
/// page. Nothing is offered before the files are whole and the manifest is signed.
/// </summary>
internal sealed class ExportRun(
    PortalInstance instance, AuditLog audit, ExportBook book, ExportPages pages, SetProver prover, FileStore files, AuditItems items, AuditExportSettings settings, TimeProvider clock)
{
    private const string End = "end";

    /// <summary>Writes it to its end; <c>false</c> where the turn was lost, or the owner ended it.</summary>
    /// <exception cref="ExportFailedException">It cannot be written, now or later.</exception>
    public async Task<bool> WriteAsync(AuditExport row, CancellationToken cancel)
    {
        var query = QueryText.Parse(row.ProtectedQuery?.Open(instance.Keys.Of(KeyUse.Accounts)).ValueOrDefault) ?? throw new ExportFailedException("damaged");
        var range = RangeOf(row, query);
        if (row.FileId is null && !await BeginAsync(row, query, range, cancel))
        {
            return false;
        }

        return (row.Place == End || await FillAsync(row, query, range, cancel)) && await FinishAsync(row, query, range, cancel);
    }

    internal static EntryFile FormOf(AuditExport row) => row.Format switch
    {
        AuditExportFormat.Csv => new CsvEntries(row.IsWithoutWhere),
        AuditExportFormat.FhirNdjson => new FhirEntries(isBundle: false, row.IsWithoutWhere),
        AuditExportFormat.FhirBundle => new FhirEntries(isBundle: true, row.IsWithoutWhere),
        _ => new NdjsonEntries(row.IsWithoutWhere),
    };

    private static (DateTimeOffset From, DateTimeOffset To) RangeOf(AuditExport row, AuditQuery query)
    {
        var to = query.To < row.RequestedAt ? query.To.Value : row.RequestedAt;
        return (AuditQueryBounds.From(query, to).From, to);
    }

    // What the proofs lead to is fixed here, and with it what a node that goes on later proves.
    private async Task<bool> BeginAsync(AuditExport row, AuditQuery query, (DateTimeOffset From, DateTimeOffset To) range, CancellationToken cancel)
    {
        row.Found = await instance.Database.AuditReader.CountAsync(AuditQueryBounds.Filter(query), range.From, new TimeCursor(range.To, Guid.Empty), (int)settings.MostEntries + 1, cancel);
        if (row.Found > settings.MostEntries)
        {
            throw new ExportFailedException("too-many");
        }

        var newest = await prover.NewestAsync(cancel);
        (row.Epoch, row.Size) = (newest?.Checkpoint.Epoch, newest?.Checkpoint.Size ?? 0);
        return await StepAsync(row, async db =>
        {
            var (data, proofs) = (files.Begin(db, row.AccountId), files.Begin(db, row.AccountId));
            (row.FileId, row.ProofId) = (data.Id, proofs.Id);
            await data.AddAsync(db, FormOf(row).Head, isLast: false, cancel);
        }, cancel);
    }

    private async Task<bool> FillAsync(AuditExport row, AuditQuery query, (DateTimeOffset From, DateTimeOffset To) range, CancellationToken cancel)
    {
        var (form, data, proofs) = (FormOf(row), await files.ContinueAsync(row.FileId!.Value, cancel), await files.ContinueAsync(row.ProofId!.Value, cancel));
        var to = await prover.BaseAsync(row.Epoch, row.Size, cancel);
        var (lines, proven) = (new ArrayBufferWriter<byte>(1 << 18), new ArrayBufferWriter<byte>(1 << 18));
        await foreach (var (rows, next) in pages.ReadAsync(AuditQueryBounds.Filter(query), range.From, TimeCursor.Parse(row.Place) ?? new TimeCursor(range.To, Guid.Empty), cancel))
        {
            lines.ResetWrittenCount();
            proven.ResetWrittenCount();
            await WriteAsync(row, form, rows, lines, cancel);
            foreach (var proof in await prover.ProveAsync(rows, to, cancel))
            {
                ProofLines.Write(proven, proof, prover.Open, form.ProvesContent);
                row.NotSealed += proof.State == SetProofState.NotSealed ? proof.Entries.Count : 0;
                row.Broken += proof.State == SetProofState.Broken ? proof.Entries.Count : 0;
            }

            if (row.Written > settings.MostEntries)
            {
                throw new ExportFailedException("too-many");
            }

            row.Place = next?.ToString() ?? End;
            var isKept = await StepAsync(row, async db =>
            {
                await AddAsync(db, data, lines, next is null, form.Tail, cancel);
                await AddAsync(db, proofs, proven, next is null, default, cancel);
            }, cancel);
            if (!isKept)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task AddAsync(PortalDbContext db, FileWriter file, ArrayBufferWriter<byte> page, bool isLast, ReadOnlyMemory<byte> tail, CancellationToken cancel)
    {
        if (isLast)
        {
            page.Write(tail.Span);
        }

        if (isLast || page.WrittenCount > 0)
        {
            await file.AddAsync(db, page.WrittenMemory, isLast, cancel);
        }
    }

    private async Task WriteAsync(AuditExport row, EntryFile form, IReadOnlyList<PlacedEntry> rows, ArrayBufferWriter<byte> to, CancellationToken cancel)
    {
        var names = Roles.Permit(row.Role, Permission.ReadAccounts) ? await items.NamesAsync([.. rows.Select(placed => placed.Signed)], cancel) : null;
        foreach (var placed in rows)
        {
            var name = placed.Entry is { Account: { } account, Role: not Role.Patient } ? names?.GetValueOrDefault(account) : null;
            form.Write(to, new ExportedEntry(placed.Entry, prover.Open(placed.Entry), name, !audit.Holds(placed.Signed)), isFirst: row.Written == 0);
            row.Written++;
        }
    }

    private async Task<bool> FinishAsync(AuditExport row, AuditQuery query, (DateTimeOffset From, DateTimeOffset To) range, CancellationToken cancel)
    {
        var key = instance.CheckpointKey ?? throw new ExportFailedException("no-key");
        if (await PartAsync(row, FormOf(row).Name, row.FileId!.Value, cancel) is not { } entries || await PartAsync(row, "proofs.ndjson", row.ProofId!.Value, cancel) is not { } proofs)
        {
            return false;
        }

        var manifest = SignedManifest.Write(await ManifestAsync(row, query, range, [entries, proofs], cancel), key);
        await using var db = instance.Database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var file = files.Begin(db, row.AccountId);
        await file.AddAsync(db, manifest, isLast: true, cancel);
        if (!await book.OfferAsync(db, row, file.Id, cancel))
        {
            return false;
        }

        await transaction.CommitAsync(cancel);
        return true;
    }

    private async Task<ExportManifest> ManifestAsync(AuditExport row, AuditQuery query, (DateTimeOffset From, DateTimeOffset To) range, ManifestFile[] parts, CancellationToken cancel)
    {
        var to = await prover.BaseAsync(row.Epoch, row.Size, cancel);
        return new ExportManifest
        {
            Id = row.Id,
            Format = row.Format.ToString(),
            Proves = FormOf(row).ProvesContent ? "content" : "existence",
            Withheld = !row.IsWithoutWhere ? [] : IsByWhere(query) ? ["where", "filter"] : ["where"],
            Account = row.AccountId,
            Role = EntryCodes.Code(row.Role),
            Reason = EntryCodes.Code(row.Reason),
            RequestedAt = row.RequestedAt.UtcDateTime,
            FinishedAt = Microseconds.Cut(clock.GetUtcNow()).UtcDateTime,
            // What was searched for is told of each entry by its being here.
            Query = Json(QueryText.Of(row.IsWithoutWhere ? query with { Address = null, Node = null } : query)),
            From = range.From.UtcDateTime,
            To = range.To.UtcDateTime,
            Entries = row.Written,
            Proven = row.Written - row.NotSealed - row.Broken,
            NotSealed = row.NotSealed,
            Broken = row.Broken,
            Files = parts,
            Checkpoints = [.. to.Checkpoints.Values.Select(signed => Json(CheckpointLine.Of(signed)))],
        };
    }

    private static bool IsByWhere(AuditQuery query) => query is not { Address: null, Node: null };

    // Reads the file as whoever downloads it will: what does not open is not offered. A long one takes longer than a turn; null where that was lost on the way.
    private async Task<ManifestFile?> PartAsync(AuditExport row, string name, Guid id, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (size, renewed) = (0L, clock.GetUtcNow());
        await foreach (var piece in files.ReadAsync(id, row.AccountId, cancel))
        {
            hash.AppendData(piece);
            size += piece.Length;
            if (clock.GetUtcNow() - renewed > ExportBook.TurnTime / 4)
            {
                renewed = clock.GetUtcNow();
                if (!await book.RenewAsync(row, cancel))
                {
                    return null;
                }
            }
        }

        return new ManifestFile(name, size, EntryCodes.Hex(hash.GetHashAndReset()));
    }

    private async Task<bool> StepAsync(AuditExport row, Func<PortalDbContext, Task> work, CancellationToken cancel)
    {
        await using var db = instance.Database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // The export's row before its files, as where it is ended: in another order each would wait for the other. The first step makes the files, and nobody knows them yet.
        var isBegun = row.FileId is not null;
        if (isBegun && !await book.KeepAsync(db, row, cancel))
        {
            return false;
        }

        await work(db);
        if (!isBegun && !await book.KeepAsync(db, row, cancel))
        {
            return false;
        }

        await transaction.CommitAsync(cancel);
        row.Turns = 0; // only now: a step that fails is one of the turns that were not enough
        return true;
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();
}

/// <summary>An export that no further try would write.</summary>
/// <param name="code">What went wrong, as its page tells it.</param>
internal sealed class ExportFailedException(string code) : Exception(code)
{
    public string Code { get; } = code;
}
