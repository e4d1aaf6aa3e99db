using Mono.Cecil;

namespace MailDispatcher.House.Tests;

/// <summary>Which public types of a set of assemblies none of the others needs, read from what was compiled.</summary>
internal sealed class PublicTypes
{
    private readonly Dictionary<string, ModuleDefinition> _modules;
    private readonly HashSet<TypeDefinition> _needed = [];
    private readonly Queue<TypeDefinition> _unfollowed = [];

    /// <param name="files">One assembly each.</param>
    public PublicTypes(IEnumerable<string> files)
    {
        _modules = files.Select(ModuleDefinition.ReadModule).ToDictionary(module => module.Assembly.Name.Name);
        foreach (var reference in _modules.Values.SelectMany(module => module.GetTypeReferences()))
            Need(reference);
        // What is compiled from a .razor file is public always, and what it takes must be.
        foreach (var component in _modules.Values.SelectMany(module => module.Types).Where(IsComponent))
            Need(component);
        while (_unfollowed.TryDequeue(out var type))
        {
            foreach (var named in Signatures(type))
                Need(named);
        }
    }

    /// <value>Full names; the web kit makes <c>Program</c>, which stands in no namespace, public itself.</value>
    public IEnumerable<string> NeedlessOf(string assembly) =>
        _modules[assembly]
            .Types.Where(type => type.IsPublic && type.Namespace.Length > 0 && !_needed.Contains(type))
            .Select(type => type.FullName);

    private static bool IsComponent(TypeDefinition type) =>
        type.BaseType?.FullName == "Microsoft.AspNetCore.Components.ComponentBase" || type.Name == "_Imports";

    private void Need(TypeReference reference)
    {
        var outer = reference;
        while (outer.DeclaringType is { } around)
            outer = around;
        var home = outer.Scope is AssemblyNameReference other ? other.Name : outer.Module.Assembly.Name.Name;
        if (
            _modules.TryGetValue(home, out var module)
            && module.GetType(outer.FullName) is { } type
            && _needed.Add(type)
        )
            _unfollowed.Enqueue(type);
    }

    /// <summary>What a type names where everybody sees it, which must therefore be as public as itself.</summary>
    private static IEnumerable<TypeReference> Signatures(TypeDefinition type) =>
        Parts(type.BaseType)
            .Concat(type.Interfaces.SelectMany(implemented => Parts(implemented.InterfaceType)))
            .Concat(type.Fields.Where(field => field.IsPublic).SelectMany(field => Parts(field.FieldType)))
            .Concat(type.Methods.Where(method => method.IsPublic || method.IsFamily).SelectMany(Signatures))
            .Concat(type.NestedTypes.Where(nested => nested.IsNestedPublic).SelectMany(Signatures));

    private static IEnumerable<TypeReference> Signatures(MethodDefinition method) =>
        Parts(method.ReturnType).Concat(method.Parameters.SelectMany(parameter => Parts(parameter.ParameterType)));

    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null or GenericParameter => [],
            GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
            TypeSpecification specification => Parts(specification.ElementType),
            _ => [type],
        };
}
