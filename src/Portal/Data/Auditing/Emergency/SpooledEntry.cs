using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Emergency;

/// <summary>An entry and its MAC as they lie in the spool: everything that the log needs to take it as if it had been written at its own time.</summary>
internal sealed record SpooledEntry(
    Guid Id, DateTimeOffset At, Role Role, Guid? Account, string? Job, Guid? Session, AuditAction Action, AuditResource Resource, Guid? ResourceId,
    DataCategories Categories, IReadOnlyList<Guid> Patients, Purpose Purpose, string? Reason, Guid? Grant, AuditOutcome Outcome, string? Ip, string? UserAgent,
    string Node, byte[] Mac)
{
    private static readonly JsonSerializerOptions Form = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 4 };

    public static byte[] Write(SignedEntry signed)
    {
        var entry = signed.Entry;
        return JsonSerializer.SerializeToUtf8Bytes(
            new SpooledEntry(
                entry.Id.Value, entry.At, entry.Role, entry.Account?.Value, entry.Job, entry.Session?.Value, entry.Action, entry.Resource, entry.ResourceId,
                entry.Categories, [.. entry.Patients.Select(patient => patient.Value)], entry.Purpose, entry.Reason, entry.Grant, entry.Outcome, entry.Ip?.ToString(),
                entry.UserAgent, entry.Node, signed.Mac),
            Form);
    }

    /// <exception cref="JsonException">It is no entry.</exception>
    /// <exception cref="FormatException">Its address is none.</exception>
    public static SignedEntry Read(ReadOnlySpan<byte> text)
    {
        var there = JsonSerializer.Deserialize<SpooledEntry>(text, Form) ?? throw new JsonException("No entry.");
        return new SignedEntry(there.ToEntry(), there.Mac);
    }

    private AuditEntry ToEntry() => new()
    {
        Id = new EntryId(Id),
        At = At,
        Role = Role,
        Account = Account is { } account ? new AccountId(account) : null,
        Job = Job,
        Session = Session is { } session ? new SessionId(session) : null,
        Action = Action,
        Resource = Resource,
        ResourceId = ResourceId,
        Categories = Categories,
        Patients = [.. Patients.Select(patient => new PatientId(patient))],
        Purpose = Purpose,
        Reason = Reason,
        Grant = Grant,
        Outcome = Outcome,
        Ip = Ip is null ? null : IPAddress.Parse(Ip),
        UserAgent = UserAgent,
        Node = Node,
    };
}
