namespace Portal.Web.Features.AuditTrail;

/// <summary>What is wrong with a search form, in words for beside each field; as long as anything is, nothing was searched.</summary>
public sealed record AuditFaults
{
    /// <summary>With the record number.</summary>
    public string? Patient { get; init; }

    /// <summary>With the person.</summary>
    public string? Person { get; init; }

    /// <summary>With the network address.</summary>
    public string? Address { get; init; }

    /// <summary>With the machine.</summary>
    public string? Node { get; init; }

    /// <summary>With the beginning.</summary>
    public string? From { get; init; }

    /// <summary>With the end.</summary>
    public string? To { get; init; }

    /// <summary>With something that has no field of its own.</summary>
    public string? Other { get; init; }

    /// <summary>Whether anything is.</summary>
    public bool Any => this != new AuditFaults();
}
