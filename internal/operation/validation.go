package operation

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/internal/fault"
)

// maxErrors are told of an invalid document: the first ones.
const maxErrors = 20

// validate says what is wrong with a document.
func validate(schema *ast.Schema, parsed *ast.QueryDocument, by *rules.Rules) gqlerror.List {
	errs := validator.ValidateWithRules(schema, parsed, by)
	errs = errs[:min(len(errs), maxErrors)]
	for _, e := range errs {
		e.Extensions = map[string]any{"code": fault.ValidationFailed}
	}
	return errs
}

// fullRules are the rules of the GraphQL specification, and ours: no @defer, which not every transport could honour.
func fullRules() *rules.Rules {
	all := rules.NewDefaultRules()
	all.AddRule("NoDefer", func(o *core.Events, addError core.AddErrFunc) {
		o.OnDirective(func(_ *core.Walker, d *ast.Directive) {
			if d.Name == "defer" {
				addError(core.Message(`Directive "@defer" is not supported.`), core.At(d.Position))
			}
		})
	})
	return all
}

// plainRules are fullRules whose errors suggest nothing: suggestions tell the schema to those who may not read it, and take
// longer to find than everything else.
func plainRules() *rules.Rules {
	all := fullRules()
	for name, plain := range map[string]core.Rule{
		rules.FieldsOnCorrectTypeRule.Name: rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
		rules.KnownArgumentNamesRule.Name:  rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRule.Name:      rules.KnownTypeNamesRuleWithoutSuggestions,
		rules.ScalarLeafsRule.Name:         rules.ScalarLeafsRuleWithoutSuggestions,
		rules.ValuesOfCorrectTypeRule.Name: rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
	} {
		all.ReplaceRule(name, plain.RuleFunc)
	}
	return all
}
