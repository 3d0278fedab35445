using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Portal.Data.Auditing.Exporting;
using Portal.Data.Auditing.Proof;
using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Retirement;

/// <summary>
/// A month of the audit log as files that prove themselves, in the form of an export (ADR 0067, 0069): entries with the salts that open their leaves, proofs up to a signed
/// checkpoint, and a signed manifest. Mode 0600, on the disk before it counts.
/// </summary>
internal sealed class MonthArchive(SetProver prover, ProofBase to, string folder) : IDisposable
{
    private const string ProofsName = "proofs.ndjson";

    private readonly NdjsonEntries form = new(isWithoutWhere: false);
    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);
    private readonly FileStream entries = Make(folder, "entries.ndjson");
    private readonly FileStream proofs = Make(folder, ProofsName);

    /// <summary>How many entries it holds.</summary>
    public long Count { get; private set; }

    /// <exception cref="InvalidOperationException">No signed checkpoint covers an entry.</exception>
    public async Task AddAsync(IReadOnlyList<PlacedEntry> some, CancellationToken cancel)
    {
        foreach (var placed in some)
        {
            form.Write(buffer, new ExportedEntry(placed.Entry, prover.Open(placed.Entry), Name: null, IsAltered: false), isFirst: Count++ == 0);
        }

        await WriteAsync(entries, cancel);
        foreach (var proof in await prover.ProveAsync(some, to, cancel))
        {
            if (proof.State is not SetProofState.Proven)
            {
                throw new InvalidOperationException("No signed checkpoint covers these entries: they are not retired.");
            }

            ProofLines.Write(buffer, proof, prover.Open, isContent: true);
        }

        await WriteAsync(proofs, cancel);
    }

    /// <summary>Writes the manifest and reads all of it again.</summary>
    /// <returns>The hash of the manifest, which holds those of the files.</returns>
    public byte[] Finish(Guid id, DateTimeOffset month, DateTimeOffset now, CheckpointKey key)
    {
        entries.Flush(flushToDisk: true);
        proofs.Flush(flushToDisk: true);
        var manifest = SignedManifest.Write(
            new ExportManifest
            {
                Id = id,
                Format = "Retirement",
                Proves = "content",
                Withheld = [],
                Account = null,
                Role = "system",
                Reason = "retention",
                RequestedAt = now.UtcDateTime,
                FinishedAt = now.UtcDateTime,
                Query = JsonSerializer.SerializeToElement(new { month = month.UtcDateTime }),
                From = month.UtcDateTime,
                To = month.AddMonths(1).UtcDateTime,
                Entries = Count,
                Proven = Count,
                NotSealed = 0,
                Broken = 0,
                Files = [PartOf(entries), PartOf(proofs)],
                Checkpoints = [.. to.Checkpoints.Values.Select(signed => JsonSerializer.Deserialize<JsonElement>(CheckpointLine.Of(signed)))],
            },
            key);
        using var file = Make(folder, SignedManifest.Name);
        file.Write(manifest);
        file.Flush(flushToDisk: true);
        return SHA256.HashData(manifest);
    }

    public void Dispose()
    {
        entries.Dispose();
        proofs.Dispose();
    }

    private static ManifestFile PartOf(FileStream file)
    {
        file.Position = 0;
        return new ManifestFile(Path.GetFileName(file.Name), file.Length, EntryCodes.Hex(SHA256.HashData(file)));
    }

    private static FileStream Make(string folder, string name) => new(Path.Combine(folder, name), PrivateFile.Options(FileMode.CreateNew, FileAccess.ReadWrite));

    private async Task WriteAsync(FileStream file, CancellationToken cancel)
    {
        await file.WriteAsync(buffer.WrittenMemory, cancel);
        buffer.ResetWrittenCount();
    }
}
