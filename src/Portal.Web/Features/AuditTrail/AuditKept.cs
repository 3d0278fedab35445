using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Portal.Features.AuditTrail;

namespace Portal.Web.Features.AuditTrail;

/// <summary>
/// The network address and the machine of a search, encrypted by the portal's own data protection: so a page that is loaded again still asks for them, and neither the
/// browser's history nor a proxy's log learns them.
/// </summary>
public sealed class AuditKept(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("audit-search");

    /// <summary>The two as one opaque word; <c>null</c> where neither is asked for.</summary>
    public string? Of(AuditQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Address is null && query.Node is null ? null : protector.Protect(JsonSerializer.Serialize(new Held(query.Address, query.Node)));
    }

    /// <summary>The search with the two of a word; without them where the portal did not write it.</summary>
    public AuditQuery Into(AuditQuery query, string? kept)
    {
        ArgumentNullException.ThrowIfNull(query);
        try
        {
            return kept is not null && JsonSerializer.Deserialize<Held>(protector.Unprotect(kept)) is { } held ? query with { Address = held.Address, Node = held.Node } : query;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return query;
        }
    }

    private sealed record Held(string? Address, string? Node);
}
