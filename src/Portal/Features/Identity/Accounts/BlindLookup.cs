using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Accounts;

/// <summary>Identity's normalised e-mail and user name are the e-mail's blind index: what is looked up is never stored in the open.</summary>
internal sealed class BlindLookup(KeyRing keys) : ILookupNormalizer
{
    private const string Column = "identity.accounts.email";

    public string? NormalizeEmail(string? email) =>
        email is null ? null : Base64Url.EncodeToString(keys.Index.Of(Column, Normalise.Email(email)));

    public string? NormalizeName(string? name) => NormalizeEmail(name);
}
