using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Portal.ArchitectureTests.Reading;

namespace Portal.ArchitectureTests.Markup;

/// <summary>Ways in which a text becomes markup, an address or a script. Everywhere else Blazor writes it as text.</summary>
internal static partial class MarkupLaws
{
    private static readonly HashSet<string> Raw = ["Microsoft.AspNetCore.Components.MarkupString", "Microsoft.AspNetCore.Html.HtmlString", "Microsoft.AspNetCore.Html.IHtmlContent"];

    /// <summary>Markup that is made at run time. The compiler's own calls carry a constant: the markup that stands in a page.</summary>
    public static IEnumerable<string> Made(TypeDefinition type)
    {
        foreach (var name in type.Names().Where(Raw.Contains))
        {
            yield return $"{type.FullName} names {name}";
        }

        if (type.Instructions().Any(step => step.Operand is MethodReference { Name: "AddMarkupContent" } && step.Previous?.OpCode.Code != Code.Ldstr))
        {
            yield return $"{type.FullName} adds markup that is no constant";
        }
    }

    /// <summary>Script that turns text into markup or code.</summary>
    public static IEnumerable<string> InScript(string script) => MakesMarkup().Matches(script).Select(match => match.Value);

    /// <summary>
    /// Addresses in a page that are made from values, each as the attribute's value: a <c>javascript:</c> address would run. One that begins
    /// with a slash and a letter stays on this host whatever follows.
    /// </summary>
    public static IEnumerable<string> Addresses(string razor) =>
        Address().Matches(Comment().Replace(razor, "")).Select(match => match.Groups["value"].Value)
            .Where(value => value.Contains('@', StringComparison.Ordinal) && !(value.Length > 1 && value[0] == '/' && char.IsAsciiLetter(value[1])));

    /// <summary>Fields of a form marked data-typed that do not say their type.</summary>
    public static IEnumerable<string> UntypedFields(string razor) => TypedForm().Matches(Comment().Replace(razor, ""))
        .SelectMany(form => Field().Matches(form.Value)).Select(field => field.Value).Where(field => !field.Contains(" type=", StringComparison.Ordinal));

    [GeneratedRegex(@"<form\b(?:[^"">]|""[^""]*"")*?\bdata-typed\b.*?</form>", RegexOptions.Singleline, 5000)]
    private static partial Regex TypedForm();

    [GeneratedRegex(@"<input\b(?:[^"">]|""[^""]*"")*>", RegexOptions.Singleline, 5000)]
    private static partial Regex Field();

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|document\.write|DOMParser|\beval\s*\(|\bnew\s+Function\b|\.srcdoc\b|setTimeout\s*\(\s*[""'`]|setInterval\s*\(\s*[""'`]", RegexOptions.None, 5000)]
    private static partial Regex MakesMarkup();

    // A Razor expression may hold quotes of its own, in brackets.
    [GeneratedRegex(@"(?<=[\s""'])(?:href|src|action|formaction|xlink:href|srcdoc|data|poster|cite|background|Href|Src|Path)\s*=\s*""(?<value>(?:@\w[\w.]*(?:\[[^\]]*\]|\((?>[^()]+|\([^()]*\))*\))|@\((?>[^()]+|\([^()]*\))*\)|[^""])*)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Address();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline, 5000)]
    private static partial Regex Comment();
}
