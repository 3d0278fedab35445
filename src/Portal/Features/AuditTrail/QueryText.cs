using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>A search as text that is kept: ids, names of codes and times.</summary>
internal static class QueryText
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    public static string Of(AuditQuery query) => JsonSerializer.Serialize(
        new Kept(
            query.Patient?.Value, query.Person?.Value, query.Session?.Value, query.Role, query.Action, query.Data, query.Outcome, query.Purpose, query.IsBreakGlass,
            query.Address, query.Node, query.From?.UtcDateTime, query.To?.UtcDateTime, query.Span),
        Format);

    /// <summary>Reads it; <c>null</c> for what is none.</summary>
    public static AuditQuery? Parse(string? text)
    {
        try
        {
            return text is not null && JsonSerializer.Deserialize<Kept>(text, Format) is { } kept ? kept.Query() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Kept(
        Guid? Patient, Guid? Person, Guid? Session, Role? Role, AuditAction? Action, DataCategories Data, AuditOutcome? Outcome, Purpose? Purpose, bool IsBreakGlass,
        string? Address, string? Node, DateTime? From, DateTime? To, string? Span = null)
    {
        public AuditQuery Query() => new()
        {
            Patient = Patient is { } patient ? new PatientId(patient) : null,
            Person = Person is { } person ? new AccountId(person) : null,
            Session = Session is { } session ? new SessionId(session) : null,
            Role = Role,
            Action = Action,
            Data = Data,
            Outcome = Outcome,
            Purpose = Purpose,
            IsBreakGlass = IsBreakGlass,
            Address = Address,
            Node = Node,
            From = Utc(From),
            To = Utc(To),
            Span = Span,
        };

        private static DateTimeOffset? Utc(DateTime? time) => time is { } value ? new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)) : null;
    }
}
