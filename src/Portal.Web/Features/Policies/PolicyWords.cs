using Microsoft.Extensions.Localization;
using Portal.Features.Policies;
using Portal.Web.Components.Public;
using Portal.Web.Features.AuditTrail;

namespace Portal.Web.Features.Policies;

/// <summary>Policies in plain words, and their addresses.</summary>
internal static class PolicyWords
{
    private static readonly IReadOnlyDictionary<PolicyKind, string> Names = new Dictionary<PolicyKind, string>
    {
        [PolicyKind.AccessControl] = "access-control",
        [PolicyKind.BreakGlass] = "break-glass",
        [PolicyKind.Incidents] = "incidents",
        [PolicyKind.Sanctions] = "sanctions",
        [PolicyKind.Retention] = "retention",
    };

    /// <summary>What a policy is called in addresses.</summary>
    public static string NameOf(PolicyKind kind) => Names[kind];

    /// <summary>The policy of an address; <c>null</c> where there is none.</summary>
    public static PolicyKind? KindOf(string? name) => Names.Where(one => one.Value == name).Select(one => (PolicyKind?)one.Key).SingleOrDefault();

    /// <summary>Who signed, by name where there is one.</summary>
    public static string SignerOf(this IStringLocalizer<PolicyTexts> texts, SignedPolicy version) =>
        version.Signer ?? texts["Who.Account", AuditWords.Short(version.SignedBy.ToString())];

    /// <summary>One change of the permissions, as a sentence. What this program does not know any more stands as its name.</summary>
    public static string Change(this IStringLocalizer<PolicyTexts> texts, MatrixChange change, IStringLocalizer<Resources.Texts> names, IStringLocalizer<PublicTexts> may) =>
        texts[change.IsGiven ? "Drift.Given" : "Drift.Taken", Or(names[$"Role.{change.Role}"], change.Role), Or(may[$"May.{change.Permission}"], change.Permission)];

    private static string Or(LocalizedString words, string code) => words.ResourceNotFound ? code : words.Value;
}
