using FluentValidation;
using Microsoft.Extensions.Localization;
using Portal.Features.AuditTrail;

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

    /// <summary>What a use case refused, at the field that it is about. The number and the name are looked up by use cases of their own, whose input is a text.</summary>
    public static AuditFaults Of(ValidationException wrong, IStringLocalizer<AuditTexts> texts)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        ArgumentNullException.ThrowIfNull(texts);
        var first = wrong.Errors.First();
        return first.PropertyName switch
        {
            nameof(AuditQuery.Address) => new() { Address = texts["Address.Wrong"] },
            nameof(AuditQuery.Node) => new() { Node = first.ErrorMessage },
            nameof(AuditQuery.From) => new() { From = first.ErrorMessage },
            nameof(AuditQuery.To) => new() { To = first.ErrorMessage },
            "Number" => new() { Patient = first.ErrorMessage },
            "Text" => new() { Person = first.ErrorMessage },
            _ => new() { Other = first.ErrorMessage },
        };
    }
}
